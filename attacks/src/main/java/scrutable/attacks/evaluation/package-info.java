/// Evaluation: what attacks say about a victim, put together honestly.
package scrutable.attacks.evaluation;
