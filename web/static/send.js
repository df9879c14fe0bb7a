// Sending files: small ones some at a time in one form, large ones in slices that go
// on after a broken line or a reload. Says what is sent, and what is acknowledged.

const GROUP_FILES = 50;
const TRIES = 8;
const HASHED_BYTES = 64 * 1024 * 1024;

const seconds = (count) => new Promise((resolve) => { setTimeout(resolve, count * 1000); });
const markOf = (file) => `${file.size}/${file.lastModified}`;
const markKey = (id) => `handover-upload-${id}`;

export class Stopped extends Error {}

export class Sender {
  // ``shown`` gets told: begun(one), progress(one, bytes), waiting(one, seconds),
  // over(one, receipt), failed(one, words).
  constructor({ token, sliceBytes, shown }) {
    this.token = token;
    this.sliceBytes = sliceBytes;
    this.shown = shown;
    this.request = null;
    this.isStopped = false;
  }

  stop() {
    this.isStopped = true;
    this.request?.abort();
  }

  async send(files, collection) {
    const size = files.reduce((sum, one) => sum + one.file.size, 0);
    const accession = await this.json("POST", "/api/accessions", {
      files: files.length, size_bytes: size, collection,
    });
    if (!accession.id) throw new Error(accession.message || "没有收下。");
    let group = [];
    let bytes = 0;
    for (const one of files) {
      if (one.file.size > this.sliceBytes) {
        await this.guarded([one], () => this.slices(one, accession));
        continue;
      }
      if (group.length >= GROUP_FILES || bytes + one.file.size > this.sliceBytes) {
        await this.group(group, accession);
        [group, bytes] = [[], 0];
      }
      group.push(one);
      bytes += one.file.size;
    }
    if (group.length) await this.group(group, accession);
  }

  group(group, accession) {
    return this.guarded(group, async () => {
      for (const one of group) this.shown.begun(one);
      const body = new FormData();
      body.append("accession", accession.id);
      for (const one of group) body.append("file", one.file, one.path);
      const total = group.reduce((sum, one) => sum + one.file.size, 0);
      const answer = await this.tried(group, () => this.ask("POST", "/api/documents", body, {
        progress: (share) => {
          for (const one of group) this.shown.progress(one, one.file.size * share, total);
        },
      }));
      group.forEach((one, place) => {
        const receipt = answer.receipts?.[place];
        if (receipt) this.shown.over(one, receipt);
        else this.shown.failed(one, answer.message || "没有收下。");
      });
    });
  }

  async slices(one, accession) {
    this.shown.begun(one);
    const { file } = one;
    const upload = (await this.unfinished(one, accession)) || await this.begun(one, accession);
    if (!upload.id) {
      this.shown.over(one, { status: "failed", error: upload });
      return;
    }
    const address = `/api/uploads/${upload.id}`;
    let at = upload.received_bytes;
    while (at < file.size) {
      const answer = await this.tried([one], async (attempt) => {
        if (attempt) at = (await this.json("GET", address)).received_bytes ?? at;
        if (at >= file.size) return { received_bytes: at };
        const slice = file.slice(at, at + this.sliceBytes);
        return this.ask("PUT", `${address}?offset=${at}`, slice, {
          type: "application/octet-stream",
          progress: (share) => this.shown.progress(one, at + slice.size * share),
        });
      });
      if (answer.error === "upload_offset") at = answer.details.received_bytes;
      else if (answer.error) {
        this.shown.failed(one, answer.message);
        return;
      } else at = answer.received_bytes;
      this.shown.progress(one, at);
    }
    const receipt = await this.tried([one], () => this.ask("POST", `${address}/finish`, null));
    if (receipt.status) {
      localStorage.removeItem(markKey(upload.id));
      this.shown.over(one, receipt);
    } else this.shown.failed(one, receipt.message || "没有收下。");
  }

  async begun(one, accession) {
    const asked = { path: one.path, size_bytes: one.file.size, accession: accession.id };
    if (crypto.subtle && one.file.size <= HASHED_BYTES) {
      const digest = await crypto.subtle.digest("SHA-256", await one.file.arrayBuffer());
      asked.sha256 = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
    }
    const upload = await this.tried([one], () => this.json("POST", "/api/uploads", asked));
    if (upload.id) {
      try {
        localStorage.setItem(markKey(upload.id), markOf(one.file));
      } catch { /* a private window forgets; name and size must do */ }
    }
    return upload;
  }

  async unfinished(one, accession) {
    const { uploads = [] } = await this.json("GET", "/api/uploads").catch(() => ({}));
    return uploads.find((upload) => {
      const mark = localStorage.getItem(markKey(upload.id));
      return upload.path === one.path && upload.size_bytes === one.file.size
        && upload.collection === accession.collection
        && (mark === null || mark === markOf(one.file));
    });
  }

  async guarded(group, work) {
    if (this.isStopped) throw new Stopped();
    try {
      await work();
    } catch (error) {
      if (error instanceof Stopped) throw error;
      for (const one of group) this.shown.failed(one, "网络没有恢复，没有传完。", true);
    }
  }

  // A line that breaks is tried again, ever later; an answer that says no is not.
  async tried(group, work) {
    for (let attempt = 0; ; attempt += 1) {
      if (this.isStopped) throw new Stopped();
      const answer = await work(attempt).catch(() => null);
      if (this.isStopped) throw new Stopped();
      if (answer) return answer;
      if (attempt + 1 >= TRIES) throw new Error("no answer");
      const wait = Math.min(30, 2 ** attempt);
      for (const one of group) this.shown.waiting(one, wait);
      await seconds(wait);
    }
  }

  json(method, address, body) {
    return this.ask(method, address, body && JSON.stringify(body), { type: "application/json" });
  }

  // Resolves with the answer's JSON; rejects if there was none, or the service is busy
  // or still takes an earlier slice: then it is worth trying again.
  ask(method, address, body, { type, progress } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open(method, address);
      request.setRequestHeader("Accept", "application/json");
      if (type) request.setRequestHeader("Content-Type", type);
      if (this.token) request.setRequestHeader("X-CSRF-Token", this.token);
      if (progress) {
        request.upload.addEventListener("progress", (event) => {
          if (event.lengthComputable) progress(event.loaded / event.total);
        });
      }
      request.addEventListener("loadend", () => {
        try {
          const answer = JSON.parse(request.responseText);
          const isBusy = answer.error === "upload_busy";
          if (isBusy || [408, 502, 503, 504].includes(request.status)) reject(new Error(answer.message));
          else resolve(answer);
        } catch (error) {
          reject(error);
        }
      });
      request.send(body);
    });
  }
}
