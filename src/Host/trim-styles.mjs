// Writes a style sheet without the rules that no page can meet: their classes stand in no page, no code and no script.
// Usage: node trim-styles.mjs SHEET OUTPUT CONTENT-GLOB…
import { writeFileSync } from 'node:fs';
import { PurgeCSS } from 'purgecss';

const [sheet, output, ...content] = process.argv.slice(2);
const [result] = await new PurgeCSS().purge({ content, css: [sheet], safelist: { greedy: [/data-bs-theme/] } });
writeFileSync(output, result.css);
