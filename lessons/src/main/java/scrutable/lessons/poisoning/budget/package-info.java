/// L44: how much poison each kind of learner needs. The method is in [BudgetExperiment].
package scrutable.lessons.poisoning.budget;
