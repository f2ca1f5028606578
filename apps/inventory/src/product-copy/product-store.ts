import { Injectable } from '@nestjs/common';
import type { RecordMapping, RecordRows } from '@wellspring/read-model';
import { DataSource, type EntityManager } from 'typeorm';
import { productDocumentOf, startOfDay } from '../product/product.document.ts';
import type { Product } from '../product/product.ts';

const ownNames = `select product_id as "productId", name from product_name where product_id = any($1)`;

/** The products as they are stored, with the names their owners gave them, which only this service knows. */
@Injectable()
export class ProductStore implements RecordMapping<Product> {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string, customerId: string, manager = this.dataSource.manager): Promise<Product | undefined> {
    return this.select(manager, 'where id = $1 and customer_id = $2', [id, customerId]);
  }

  /** The product, which nobody else changes until the transaction ends. */
  lock(manager: EntityManager, id: string): Promise<Product | undefined> {
    return this.select(manager, 'where id = $1 for update', [id]);
  }

  async rowsOf(products: readonly Product[], manager: EntityManager): Promise<RecordRows[]> {
    const ids = products.map(({ id }) => id);
    const rows = await manager.query<{ productId: string; name: string }[]>(ownNames, [ids]);
    const names = new Map(rows.map(({ productId, name }) => [productId, name]));
    return products.map((product) => ({ row: rowOf(product, names.get(product.id)) }));
  }

  /** Gives a product, which is locked, the name its owner chose; none takes it away. In a transaction of the caller's. */
  async rename(manager: EntityManager, id: string, name: string | undefined): Promise<void> {
    const product = await this.select(manager, 'where id = $1', [id]);
    if (!product) return;
    if (name === undefined) await manager.query('delete from product_name where product_id = $1', [id]);
    else
      await manager.query(
        `insert into product_name (product_id, name) values ($1, $2)
         on conflict (product_id) do update set name = excluded.name`,
        [id, name],
      );
    const document = productDocumentOf(product, name);
    await manager.query('update product set name = $2, document = $3 where id = $1', [
      id,
      document.name,
      JSON.stringify(document),
    ]);
  }

  private async select(manager: EntityManager, where: string, parameters: string[]): Promise<Product | undefined> {
    const [row] = await manager.query<{ record: Product }[]>(`select record from product ${where}`, parameters);
    return row?.record;
  }
}

/** A row of `product`, by column. */
function rowOf(product: Product, ownName: string | undefined): Record<string, unknown> {
  const document = productDocumentOf(product, ownName);
  return {
    id: product.id,
    customer_id: product.customerId,
    kind: product.kind,
    name: document.name,
    offering: product.offering,
    state: product.state,
    started_at: startOfDay(product.startedOn),
    change_seq: product.changeSeq,
    record: product,
    document,
  };
}
