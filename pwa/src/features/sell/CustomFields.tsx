import type { ChangeEvent } from "react";
import { type Choices, answerOf } from "../../domain/choices";
import { MAX_FILE_BYTES, pictureBytes } from "../../domain/picture";
import type { CustomOption, OptionPrice } from "../../domain/product";
import { toMinor } from "../../domain/money";
import { formatPercent, t } from "../../i18n/messages";
import { Field } from "../../ui/Field";
import { TextArea } from "../../ui/TextArea";
import { Choice } from "./Choice";
import { PictureField } from "./PictureField";
import { useSale } from "./sale";

type Answers = NonNullable<Choices["custom"]>;

interface Props {
  options: readonly CustomOption[];
  value: Answers;
  /** Of what is answered by then: a picture takes a while to be read. */
  onChange(change: (now: Answers) => Answers): void;
}

const longestText = 1_000;
const inputs: Record<string, string> = { date: "date", date_time: "datetime-local", time: "time" };

/** Customizable options: something to choose or to fill in. */
export function CustomFields({ options, value, onChange }: Props) {
  const { money, currency, cart } = useSale();
  const others = (id: number, all = value) => all.filter((answer) => answer.optionId !== id);
  const answer = (id: number, given: Answers[number] | null) => onChange((now) => [...others(id, now), ...(given ? [given] : [])]);
  const put = (id: number, text: string) => answer(id, text === "" ? null : { optionId: id, value: text });
  const price = (of: OptionPrice | undefined) => {
    if (!of || Number(of.amount) === 0) return "";
    return of.percent ? `+${formatPercent(of.amount)}` : `+${money(toMinor(of.amount, currency) ?? 0)}`;
  };
  const pick = (option: CustomOption, id: number) => {
    const chosen = (value.find((answer) => answer.optionId === option.id)?.value ?? "").split(",").filter(Boolean);
    const rest = chosen.filter((other) => other !== String(id));
    if (answerOf(option) === "several") return put(option.id, (rest.length === chosen.length ? [...chosen, String(id)] : rest).join(","));
    put(option.id, chosen.includes(String(id)) && !option.required ? "" : String(id));
  };
  return (
    <>
      {options.map((option) => {
        const kind = answerOf(option);
        const given = value.find((a) => a.optionId === option.id)?.value ?? "";
        const title = option.required ? option.title : t.choices.optional(option.title);
        const note = price(option.price);
        if (kind === "unsupported") return <p key={option.id} className="text-sm text-muted">{t.choices.unsupported(option.title)}</p>;
        if (kind === "file") {
          const left = MAX_FILE_BYTES - pictureBytes([...(cart?.lines ?? []), { choices: { custom: others(option.id) } }]);
          const chosen = value.find((a) => a.optionId === option.id);
          return <PictureField key={option.id} option={option} label={[title, note].filter(Boolean).join(" ")} value={chosen} left={left} onChange={(given) => answer(option.id, given)} />;
        }
        if (kind === "text" || kind === "date") {
          const longest = option.maxCharacters || longestText;
          const same = {
            label: [title, note].filter(Boolean).join(" "), value: given, maxLength: longest, autoComplete: "off", "data-testid": `custom-${option.id}`,
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
                <Choice key={each.id} text={each.title} note={price(each.price)} on={given.split(",").includes(String(each.id))} onClick={() => pick(option, each.id)} testId={`custom-${option.id}-${each.id}`} />
              ))}
            </div>
          </fieldset>
        );
      })}
    </>
  );
}
