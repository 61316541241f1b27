import type { ChangeEvent } from "react";
import { type Choices, answerOf } from "../../domain/choices";
import type { CustomOption, OptionPrice } from "../../domain/product";
import { toMinor } from "../../domain/money";
import { t } from "../../i18n/messages";
import { Field } from "../../ui/Field";
import { TextArea } from "../../ui/TextArea";
import { Choice } from "./Choice";
import { useSale } from "./sale";

type Answers = NonNullable<Choices["custom"]>;

interface Props {
  options: readonly CustomOption[];
  value: Answers;
  onChange(value: Answers): void;
}

const longestText = 1_000;
const inputs: Record<string, string> = { date: "date", date_time: "datetime-local", time: "time" };

/** Customizable options: something to choose or to fill in. */
export function CustomFields({ options, value, onChange }: Props) {
  const { money, currency } = useSale();
  const put = (id: number, text: string) => {
    const others = value.filter((answer) => answer.optionId !== id);
    onChange(text === "" ? others : [...others, { optionId: id, value: text }]);
  };
  const price = (of: OptionPrice | undefined) => {
    if (!of || Number(of.amount) === 0) return "";
    return of.percent ? `+${Number(of.amount)}%` : `+${money(toMinor(of.amount, currency) ?? 0)}`;
  };
  const pick = (option: CustomOption, id: number) => {
    const chosen = (value.find((answer) => answer.optionId === option.id)?.value ?? "").split(",").filter(Boolean);
    const others = chosen.filter((other) => other !== String(id));
    if (answerOf(option) === "several") return put(option.id, (others.length === chosen.length ? [...chosen, String(id)] : others).join(","));
    put(option.id, chosen.includes(String(id)) && !option.required ? "" : String(id));
  };
  return (
    <>
      {options.map((option) => {
        const kind = answerOf(option);
        const answer = value.find((a) => a.optionId === option.id)?.value ?? "";
        const title = option.required ? option.title : t.choices.optional(option.title);
        const note = price(option.price);
        if (kind === "unsupported") return <p key={option.id} className="text-sm text-muted">{t.choices.unsupported(option.title)}</p>;
        if (kind === "text" || kind === "date") {
          const longest = option.maxCharacters || longestText;
          const same = {
            label: [title, note].filter(Boolean).join(" "), value: answer, maxLength: longest, autoComplete: "off", "data-testid": `custom-${option.id}`,
            onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => put(option.id, event.target.value.slice(0, longest)),
          };
          if (option.type === "area") return <TextArea key={option.id} {...same} />;
          return <Field key={option.id} {...same} type={inputs[option.type] ?? "text"} />;
        }
        return (
          <fieldset key={option.id}>
            <legend className="mb-2 text-sm font-medium text-muted">{title}</legend>
            <div className="flex flex-wrap gap-2">
              {option.values?.map((each) => (
                <Choice key={each.id} text={each.title} note={price(each.price)} on={answer.split(",").includes(String(each.id))} onClick={() => pick(option, each.id)} testId={`custom-${option.id}-${each.id}`} />
              ))}
            </div>
          </fieldset>
        );
      })}
    </>
  );
}
