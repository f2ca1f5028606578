import type { Pool } from 'pg';

/** What customers call their services. Only this portal knows. */
export class LineNames {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async of(customerNo: string): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ service_no: string; name: string }>(
      'SELECT service_no, name FROM line_name WHERE customer_no = $1',
      [customerNo],
    );
    return new Map(rows.map((row) => [row.service_no, row.name]));
  }

  /** An empty name takes it away. */
  async set(customerNo: string, serviceNo: string, name: string): Promise<void> {
    if (name === '') await this.pool.query('DELETE FROM line_name WHERE service_no = $1', [serviceNo]);
    else
      await this.pool.query(
        `INSERT INTO line_name (service_no, customer_no, name) VALUES ($1, $2, $3)
         ON CONFLICT (service_no) DO UPDATE SET customer_no = $2, name = $3`,
        [serviceNo, customerNo, name],
      );
  }
}
