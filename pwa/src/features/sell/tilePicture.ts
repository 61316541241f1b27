import { hueOf, initials } from "../../domain/product";
import { initialsLook } from "./pictureLook";

const look = "[grid-area:1/1] aspect-square w-full rounded-t-[0.9375rem]";
const lettersLook = `${look} ${initialsLook}`;
const fileLook = `${look} bg-white bg-contain bg-center bg-no-repeat`;

/**
 * The picture of a tile, or initials where there is none or it cannot be loaded now. A file is drawn as a background: as an element of
 * its own it would have the page laid out once more when it arrives, and be one more clip in every frame.
 */
export class TilePicture {
  readonly element = document.createElement("span");
  private readonly letters = document.createTextNode("");
  private src = "";
  private name = "";
  private failed = "";
  private file: HTMLImageElement | null = null;
  private due = false;

  /** arrived is called when a file is there to be put up. */
  constructor(private readonly arrived: () => void) {
    this.element.ariaHidden = "true";
    this.element.append(this.letters);
  }

  /** Whether there is something to do for put. */
  get waits(): boolean {
    return this.due && (this.file === null || this.file.complete);
  }

  /** Becomes a product's. Its file does not come up before put; until then nothing stands for it, least of all the one before. */
  become(src: string, name: string): void {
    if (src === this.src && name === this.name) return;
    const another = src !== this.src;
    [this.src, this.name] = [src, name];
    if (src === "" || src === this.failed) return this.showLetters();
    if (!another) return;
    this.forget();
    this.letters.data = "";
    this.draw(fileLook, "due");
  }

  /** Asks for the file, and puts it up when it is there. */
  put(): void {
    const file = (this.file ??= this.ask());
    if (file.complete && file.naturalWidth === 0) {
      this.failed = this.src;
      this.showLetters();
    } else if (file.complete) {
      this.element.style.backgroundImage = `url(${JSON.stringify(this.src)})`;
      this.element.dataset.picture = "file";
      this.due = false;
    }
  }

  private ask(): HTMLImageElement {
    const file = new Image();
    file.onload = file.onerror = this.arrived;
    file.src = this.src;
    return file;
  }

  private showLetters(): void {
    this.forget();
    this.element.style.setProperty("--hue", String(hueOf(this.name)));
    this.letters.data = initials(this.name);
    this.draw(lettersLook, "letters");
  }

  /** Nobody waits for the file any more. */
  private forget(): void {
    if (this.file) this.file.onload = this.file.onerror = null;
    if (this.file?.complete === false) this.file.src = "";
    this.file = null;
  }

  private draw(look: string, what: "letters" | "due"): void {
    if (this.element.className !== look) this.element.className = look;
    this.element.style.backgroundImage = "";
    this.element.dataset.picture = what;
    this.due = what === "due";
  }
}
