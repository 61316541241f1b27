/** A customer as this device keeps them: those who were attached to a sale here, and those who were taken down here. */
export interface CustomerRecord {
  /** Magento's id, or the UUIDv7 that this device minted. */
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  phone: string | null;
  groupId: number;
  taxClassId: number;
  /** When they were last attached here, milliseconds since 1970: who was not seen for long is forgotten. */
  usedAt: number;
}
