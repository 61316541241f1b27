import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Database, Settings, Topic } from "./database";

/** The database that live queries read. */
export const DatabaseContext = createContext<Database | null>(null);

/** The database in the context. */
export function useDatabase(): Database {
  const db = useContext(DatabaseContext);
  if (!db) throw new Error("DatabaseContext is missing");
  return db;
}

/**
 * Reads with a query and reads again whenever one of the topics is written, in any tab. undefined until the first answer.
 * An answer that a later one has overtaken is dropped. key names what the query closes over.
 */
export function useLive<T>(query: (db: Database) => Promise<T>, topics: readonly Topic[], key = ""): T | undefined {
  const db = useDatabase();
  const [value, setValue] = useState<T>();
  const latest = useRef(query);
  const turn = useRef(0);
  useEffect(() => {
    latest.current = query;
  });
  const read = useCallback(async () => {
    const mine = ++turn.current;
    const answer = await latest.current(db);
    if (mine === turn.current) setValue(() => answer);
  }, [db]);
  const watched = topics.join(" ");
  useEffect(() => {
    void read();
    return db.subscribe((topic) => {
      if (watched.split(" ").includes(topic)) void read();
    });
  }, [db, read, watched, key]);
  return value;
}

/** A setting as it is now; what this tab writes is there at once, without being read again. undefined until the first answer. */
export function useSetting<K extends keyof Settings & Topic>(key: K): Settings[K] | undefined {
  const db = useDatabase();
  const [value, setValue] = useState<Settings[K]>();
  useEffect(() => {
    let turn = 0;
    const read = async () => {
      const mine = ++turn;
      const answer = await db.setting(key);
      if (mine === turn) setValue(answer);
    };
    void read();
    const unsubscribe = db.subscribe((topic, written) => {
      if (topic !== key) return;
      if (!written) return void read();
      turn++;
      // Now, and not in a turn after those that wait: somebody has just scanned it. No writer is in the middle of drawing.
      flushSync(() => setValue(written.value as Settings[K] | undefined));
    });
    return () => {
      turn++;
      unsubscribe();
    };
  }, [db, key]);
  return value;
}
