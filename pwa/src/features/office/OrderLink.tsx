/** An amount that leads to the order that it is about. */
export function OrderLink({ id, text }: { id: string; text: string }) {
  return (
    <a href={`#office/orders/${id}`} data-testid={`office-goto-${id}`} className="font-medium text-accent underline">
      {text}
    </a>
  );
}
