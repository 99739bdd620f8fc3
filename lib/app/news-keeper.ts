import type { UnixMs } from "../core/ids.ts";
import { type Group, type News, NO_NEWS, withFound, withHole, withoutHole } from "../core/notify/news.ts";
import type { Notification } from "../core/notify/notification.ts";
import type { DocumentStore } from "../ports/document-store.ts";

const DOCUMENT = "news";
/** Its writers are the follower, and groups whose alerts come in the wrong order. */
const MAX_TRIES = 20;

/** Keeps what the clock is to look at, and what it found. Methods throw what the store throws. */
export class NewsKeeper {
  readonly #documents: DocumentStore;

  constructor({ documents }: { readonly documents: DocumentStore }) {
    this.#documents = documents;
  }

  async read(): Promise<News> {
    return (await this.#read()).news;
  }

  /** The group is to be looked at once no more alerts of its bar may come. */
  noteHole(group: Group): Promise<void> {
    return this.#change((news) => withHole(news, group));
  }

  /** The group was looked at. */
  clearHole(group: Group): Promise<void> {
    return this.#change((news) => withoutHole(news, group));
  }

  /** Something to tell; twice under one key is once. */
  tell(found: Notification, now: UnixMs): Promise<void> {
    return this.#change((news) => withFound(news, found, now));
  }

  async #change(change: (news: News) => News): Promise<void> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { news, version } = await this.#read();
      const next = change(news);
      if (next === news || (await this.#documents.writeDocument(DOCUMENT, JSON.stringify(next), version))) return;
    }
    throw new Error("what is to be told is changed by too many at once");
  }

  async #read(): Promise<{ readonly news: News; readonly version: number | undefined }> {
    const stored = await this.#documents.readDocument(DOCUMENT);
    // Only this class writes the document.
    return stored === undefined
      ? { news: NO_NEWS, version: undefined }
      : { news: JSON.parse(stored.body) as News, version: stored.version };
  }
}
