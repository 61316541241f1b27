import { type Language, chooseLanguage, language, languages } from "../i18n/language";
import { t } from "../i18n/messages";
import { Button } from "./Button";

/** Chooses a language and shows the page in it. Whatever is open is kept by the database. */
export function speakFromNow(next: Language): void {
  if (next === language) return;
  chooseLanguage(next);
  location.reload();
}

/** The languages, for screens on which nobody is signed in yet. */
export function LanguageChoice({ className }: { className?: string }) {
  return (
    <div role="group" aria-label={t.language} className={className}>
      {(Object.keys(languages) as Language[]).map((each) => (
        <Button
          key={each}
          lang={each}
          look="quiet"
          className={each === language ? "text-accent" : undefined}
          aria-pressed={each === language}
          onClick={() => speakFromNow(each)}
          data-testid={`language-${each}`}
        >
          {languages[each]}
        </Button>
      ))}
    </div>
  );
}
