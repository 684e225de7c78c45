// The little of Markdown that lessons are written in, as HTML: paragraphs, lists, tables, code,
// `code`, **strong**, *emphasis* and links. Whatever else is there is text, also tags.

export const escape = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** Emphasis and code within a line. */
function marked(text) {
  return escape(text)
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/(^|[\s(])\*([^*\s][^*]*)\*/g, "$1<em>$2</em>");
}

/** Links, to addresses of the web or to places of lessons. */
function linked(text) {
  const link = /\[([^\]]+)\]\((https:[^)\s]+|#lesson=[\d.]+)\)/g;
  let html = "";
  let end = 0;
  for (const { 0: all, 1: words, 2: address, index } of text.matchAll(link)) {
    const out = address.startsWith("#") ? "" : ' target="_blank" rel="noopener"';
    html += `${marked(text.slice(end, index))}<a href="${escape(address)}"${out}>${marked(words)}</a>`;
    end = index + all.length;
  }
  return html + marked(text.slice(end));
}

/** A line or several: what stands between backquotes is code. Links only where they are ours. */
export function inline(text, withLinks = true) {
  const parts = text.split("`");
  const words = withLinks ? linked : marked;
  return parts
    .map((part, index) => {
      const isCode = index % 2 === 1 && index < parts.length - 1;
      if (isCode) return `<code>${escape(part)}</code>`;
      return index % 2 === 1 ? escape("`") + words(part) : words(part);
    })
    .join("");
}

function table(lines) {
  const cells = (line) => line.replace(/^\||\|$/g, "").split("|").map((cell) => inline(cell.trim()));
  const [head, , ...rows] = lines;
  // A corner with nothing in it heads nothing.
  const cell = (text, tag) => (text === "" ? "<td></td>" : `<${tag}>${text}</${tag}>`);
  const row = (line, tag) => `<tr>${cells(line).map((text) => cell(text, tag)).join("")}</tr>`;
  const below = rows.map((line) => row(line, "td")).join("");
  return `<table><thead>${row(head, "th")}</thead><tbody>${below}</tbody></table>`;
}

function list(lines) {
  const tag = /^\d/.test(lines[0]) ? "ol" : "ul";
  const items = [];
  for (const line of lines) {
    if (/^(-|\d+\.) /.test(line)) items.push(line.replace(/^(-|\d+\.) /, ""));
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join("")}</${tag}>`;
}

/** A text of several paragraphs. */
export function block(text) {
  const html = [];
  const parts = text.split(/^(```[^\n]*\n[\s\S]*?^```$)/m);
  parts.forEach((part, index) => {
    if (index % 2 === 1) {
      const code = part.split("\n").slice(1, -1).join("\n");
      html.push(`<pre tabindex="0"><code>${escape(code)}</code></pre>`);
      return;
    }
    for (const paragraph of part.split(/\n\s*\n/).map((one) => one.trim()).filter(Boolean)) {
      const lines = paragraph.split("\n");
      if (/^##? /.test(paragraph)) html.push(`<h4>${inline(paragraph.replace(/^#+ /, ""))}</h4>`);
      else if (/^\|/.test(paragraph)) html.push(table(lines));
      else if (/^(-|\d+\.) /.test(paragraph)) html.push(list(lines));
      else html.push(`<p>${inline(lines.join(" "))}</p>`);
    }
  });
  return html.join("");
}
