import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";
import type { Database, Topic } from "./database";

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
