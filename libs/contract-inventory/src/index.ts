export {
  type ChangeAction,
  changeActions,
  type ChangeState,
  changeStates,
  type DeliveryAddress,
  type ProductChangeCommandDocument,
  type ProductChangeDocument,
  productChangeDocument,
  type TaskState,
  taskStates,
} from './product-change.ts';
export {
  type ActivationCodeDocument,
  type Characteristic,
  type ProductDocument,
  productDocument,
  type ProductKind,
  productKinds,
  type ProductState,
  productStates,
  type PukDocument,
} from './product.ts';
