/** The texts of the camera in English. */
export const en = {
  title: "Scan with the camera",
  hint: "Hold the code into the frame.",
  starting: "The camera is starting. The browser may ask whether it is allowed.",
  preview: "What the camera sees",
  faults: {
    refused: { title: "The camera is not allowed", hint: "Allow it in the browser's settings for this page (the lock or camera beside the address), then open this again." },
    missing: { title: "There is no camera", hint: "Connect one, or use a scanner." },
    insecure: { title: "No camera here", hint: "Browsers give cameras only to pages that are opened by https. Ask whoever set up this register." },
    failed: { title: "The camera does not work", hint: "Another program may be using it. Close that, then open this again." },
  },
};

/** The shape of a language. */
export type Texts = typeof en;
