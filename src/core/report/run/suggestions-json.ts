import type { EndpointKey } from "#core/model/endpoint.ts";
import { targetKeys } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type { RuleProposal, RunSuggestions } from "#core/model/rules/rule-suggestion.ts";

/** What is told of suggestions besides them. */
export interface SuggestionOptions {
  /** An endpoint as a person writes it: `GET /api/nodes/{node_id}`. */
  readonly nameOf: (endpoint: EndpointKey) => string;
  /** The rule as an item of `rules` in the project file. */
  readonly yamlOf: (proposal: RuleProposal) => string;
  /** The rules stand in the project file now. */
  readonly isWritten: boolean;
}

/**
 * Suggested rules for machines, as `media/portolan-suggestions.schema.json` describes them: same answers, same bytes.
 * Ends with a line feed.
 */
export function suggestionsJson({ proposals, refusals }: RunSuggestions, options: SuggestionOptions): string {
  const { nameOf, yamlOf, isWritten } = options;
  const record = {
    version: 1,
    written: isWritten,
    rules: proposals.map((proposal) => {
      const { endpoints, isForEvery = false, target, allow, covers, example } = proposal;
      return {
        endpoint: nameOf(endpoints[0]),
        ...(endpoints.length > 1 && { endpoints: endpoints.map((endpoint) => nameOf(endpoint)) }),
        ...(isForEvery && { isForEvery }),
        ...Object.fromEntries(targetKeys(target)),
        allow: allowanceText(allow),
        covers,
        example,
        yaml: yamlOf(proposal),
      };
    }),
    refusals: refusals.map(({ endpoint, ...rest }) => ({ endpoint: nameOf(endpoint), ...rest })),
  };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}
