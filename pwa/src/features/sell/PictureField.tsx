import { useState } from "react";
import type { Choices } from "../../domain/choices";
import { bytesOf, endingsOf, takenExtensions, takenTypes } from "../../domain/picture";
import { type PictureFacts, type PictureFault, pictureFacts, pictureFault, pictureName } from "../../domain/pictureFacts";
import type { CustomOption } from "../../domain/product";
import { formatCount } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { base64, fitPicture } from "../../ui/pictureFile";
import { usePending } from "../../ui/usePending";
import { o } from "./texts";

type Answer = NonNullable<Choices["custom"]>[number];

interface Props {
  option: CustomOption;
  /** The option's title with what it costs. */
  label: string;
  value: Answer | undefined;
  /** How many bytes the pictures of the order may still come to, without this one. */
  left: number;
  onChange(value: Answer | null): void;
}

/** A picture as it was picked, and what the option has against it. */
interface Refused {
  name: string;
  bytes: Uint8Array;
  facts: PictureFacts | null;
  fault: PictureFault;
}

const kib = (bytes: number) => `${formatCount(Math.ceil(bytes / 1024))} KiB`;

/** Answers an option with a picture: a file, or one that is taken now. It goes along as it is; only who asks for it has it made smaller. */
export function PictureField({ option, label, value, left, onChange }: Props) {
  const [refused, setRefused] = useState<Refused | null>(null);
  const { pending, error, run } = usePending();
  const take = async (name: string, bytes: Uint8Array) => {
    const facts = pictureFacts(bytes);
    const fault = pictureFault(option, name, facts, bytes.length, left);
    setRefused(fault && { name, bytes, facts, fault });
    if (fault || !facts) return;
    onChange({ optionId: option.id, value: name, file: { mediaType: facts.mediaType, content: await base64(bytes) } });
  };
  const pick = (file: File | undefined) => void run(async () => file && take(pictureName(file.name), new Uint8Array(await file.arrayBuffer())));
  const writes = takenTypes(option).find((type) => type !== "image/gif");
  const fit = ({ name, bytes }: Refused) =>
    void run(async () => {
      const made = writes && (await fitPicture(bytes, { type: writes, width: option.imageWidth ?? 0, height: option.imageHeight ?? 0, bytes: left }));
      if (!writes || !made) throw new Error(o.picture.unfit);
      await take(pictureName(name, endingsOf(option, writes)), made);
    });
  const says = refused && {
    kind: o.picture.kind,
    extension: o.picture.extension(takenExtensions(option).join(", ")),
    pixels: o.picture.pixels(refused.facts?.width ?? 0, refused.facts?.height ?? 0, option.imageWidth, option.imageHeight),
    bytes: o.picture.bytes(kib(refused.bytes.length), kib(Math.max(0, left))),
  }[refused.fault];
  const shown = value?.file && { url: `data:${value.file.mediaType};base64,${value.file.content}`, size: kib(bytesOf(value.file.content)) };
  return (
    <fieldset aria-busy={pending}>
      <legend className="mb-2 text-sm font-medium">{label}</legend>
      {value && shown ? (
        <div className="flex items-center gap-3 rounded-2xl border border-line p-3" data-testid={`picture-${option.id}`}>
          <img src={shown.url} alt="" className="size-16 shrink-0 rounded-lg bg-sunken object-contain" />
          <p className="min-w-0 flex-1">
            <span className="block font-medium wrap-anywhere">{value.value}</span>
            <span className="block text-sm text-muted">{shown.size}</span>
          </p>
          <Button onClick={() => onChange(null)} data-testid={`picture-remove-${option.id}`}>{o.picture.remove}</Button>
        </div>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Pick text={o.picture.choose} option={option} onPick={pick} testId={`picture-file-${option.id}`} />
          <Pick text={o.picture.take} option={option} camera onPick={pick} testId={`picture-camera-${option.id}`} />
        </div>
      )}
      {(says ?? error) && (
        <div role="alert" className="mt-3 grid justify-items-start gap-3 rounded-xl bg-bad-soft p-3 text-sm text-bad" data-testid={`picture-fault-${option.id}`}>
          <p>{refused?.name && <strong className="wrap-anywhere">{refused.name}: </strong>}{error || says}</p>
          {refused && refused.fault !== "kind" && writes && left > 0 && (
            <Button disabled={pending} onClick={() => fit(refused)} data-testid={`picture-fit-${option.id}`}>{o.picture.fit}</Button>
          )}
        </div>
      )}
    </fieldset>
  );
}

interface PickProps {
  text: string;
  option: CustomOption;
  /** Opens the camera where there is one, and the files elsewhere. */
  camera?: boolean;
  onPick(file: File | undefined): void;
  testId: string;
}

function Pick({ text, option, camera, onPick, testId }: PickProps) {
  const accept = camera ? "image/*" : takenTypes(option).join(",");
  return (
    <label className="inline-flex h-11 cursor-pointer items-center rounded-xl border border-line px-4 text-sm font-medium has-[:focus-visible]:outline-2 hover:bg-sunken">
      {text}
      <input
        type="file"
        accept={accept}
        {...(camera && { capture: "environment" as const })}
        className="sr-only"
        onChange={(event) => {
          onPick(event.target.files?.[0]);
          // The same file may be picked again.
          event.target.value = "";
        }}
        data-testid={testId}
      />
    </label>
  );
}
