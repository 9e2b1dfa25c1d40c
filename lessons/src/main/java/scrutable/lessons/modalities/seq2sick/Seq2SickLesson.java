package scrutable.lessons.modalities.seq2sick;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.modalities.TatoebaTranslator;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.lessons.modalities.seq2sick.Seq2SickExperiment.Measurement;
import scrutable.lessons.modalities.seq2sick.Seq2SickExperiment.Way;
import scrutable.tensor.Rng;

/// L21: a word is brought into a translation by exchanging others; the method is in [Seq2SickExperiment].
public final class Seq2SickLesson implements Lesson {
  private static final int SENTENCES = 250;
  /// Fewer of people's sentences are translated rightly.
  private static final int GERMAN_SENTENCES = 150;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean invented = context.data().equals("toylang");
    Seq2SickSentences sentences = invented ? new Seq2SickSentences.Invented(ToyTranslator.of(context))
        : Seq2SickSentences.German.of(TatoebaTranslator.of(context));
    Seq2SickExperiment experiment = Seq2SickExperiment.of(sentences,
        context.choose(8, invented ? SENTENCES : GERMAN_SENTENCES), context.sabotage(), context.sham(),
        Rng.seed(context.seed()), context.progress());
    List<Finding> findings = new ArrayList<>(invented ? judge(experiment.measured())
        : judgeGerman(experiment.measured()));
    findings.addAll(Seq2SickFigures.of(experiment));
    return LessonResult.of(findings);
  }

  static List<Finding> judge(Measurement run) {
    double one = run.of(Way.ONE).success();
    return List.of(
        Criterion.gate("sentences of the test that were learned from", run.shared(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("share of sentences translated rightly to the last word", run.quality().exact(),
            Comparison.AT_LEAST, 0.85, ""),
        Criterion.gate("sentences that are attacked", run.sentences(), Comparison.AT_LEAST, 200, ""),
        Criterion.gate("share of these that is translated rightly", run.right(), Comparison.EXACTLY, 1, ""),
        Criterion.effect("share of sentences whose translation has the keyword after one word was exchanged", one,
            Comparison.AT_LEAST, 0.25, ""),
        Criterion.effect("share of sentences with the keyword after three words were exchanged, if words that mean it"
            + " may be among them", run.of(Way.UNRULED).success(), Comparison.AT_LEAST, 0.85, ""),
        Criterion.dose("share of what all other ways find that has a word which means the keyword",
            meaning(run), Comparison.EXACTLY, 0, ""),
        Criterion.control("the same with random words, divided by that", run.of(Way.ONE_RANDOM).success() / one,
            Comparison.AT_MOST, 0.7, ""),
        Criterion.dose("forward passes before random words are given up, divided by the most that the attack takes",
            run.of(Way.ONE_RANDOM).givenUpAfter() / run.of(Way.ONE).mostReadings(), Comparison.AT_LEAST, 1, ""),
        Criterion.ablation("the same with the gradient of another sentence's goal, divided by that",
            run.of(Way.ONE_FOREIGN).success() / one, Comparison.AT_MOST, 0.6, ""),
        Criterion.dose("forward passes of this ablation before it gives up, divided by the most that the attack takes",
            run.of(Way.ONE_FOREIGN).givenUpAfter() / run.of(Way.ONE).mostReadings(), Comparison.AT_LEAST, 1, ""),
        Criterion.ablation("share of sentences with the keyword after three words were exchanged, if all words fit"
            + " their places", run.of(Way.SENTENCES).success(), Comparison.AT_MOST, 0.15, ""),
        Criterion.dose("exchanges of one word that leave a sentence a sentence, on average", run.fitting(),
            Comparison.AT_LEAST, 20, ""),
        Criterion.dose("share of sentences in which moved vectors reach the keyword", run.vectors(),
            Comparison.AT_LEAST, 0.6, ""),
        Criterion.ablation("of these, the share in which the nearest words do so too", run.wordsThen() / run.vectors(),
            Comparison.AT_MOST, 0.5, ""),
        new Planted("the language, its grammar and its words, of which the 100 commonest are used; which words of the"
            + " one language can mean which of the other, also in idioms"));
  }

  /// Where nobody knows all that means the keyword, nor what is a sentence.
  static List<Finding> judgeGerman(Measurement run) {
    double one = run.of(Way.ONE).success();
    return List.of(
        Criterion.gate("sentences of the test that were learned from", run.shared(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("BLEU of the translator, of words and pairs of words", run.quality().bleu(),
            Comparison.AT_LEAST, 0.4, ""),
        Criterion.gate("sentences that are attacked", run.sentences(), Comparison.AT_LEAST, 100, ""),
        Criterion.gate("share of these that is translated as somebody has", run.right(), Comparison.EXACTLY, 1, ""),
        Criterion.effect("share of sentences whose translation has the keyword after three words were exchanged",
            run.of(Way.SEVERAL).success(), Comparison.AT_LEAST, 0.4, ""),
        Criterion.dose("share of what all ways find under the rule that has a word which may mean the keyword",
            meaning(run), Comparison.EXACTLY, 0, ""),
        Criterion.control("share of sentences with the keyword after one random word was exchanged, divided by that"
            + " after one word that the gradient chose", run.of(Way.ONE_RANDOM).success() / one,
            Comparison.AT_MOST, 0.7, ""),
        Criterion.control("the same for three words", run.of(Way.SEVERAL_RANDOM).success()
            / run.of(Way.SEVERAL).success(), Comparison.AT_MOST, 0.85, ""),
        Criterion.dose("forward passes before random words are given up, divided by the most that the attack takes",
            run.of(Way.ONE_RANDOM).givenUpAfter() / run.of(Way.ONE).mostReadings(), Comparison.AT_LEAST, 1, ""),
        Criterion.ablation("one word that the gradient of another sentence's goal chose, divided by that of the own",
            run.of(Way.ONE_FOREIGN).success() / one, Comparison.AT_MOST, 0.6, ""),
        Criterion.dose("forward passes of this ablation before it gives up, divided by the most that the attack takes",
            run.of(Way.ONE_FOREIGN).givenUpAfter() / run.of(Way.ONE).mostReadings(), Comparison.AT_LEAST, 1, ""),
        Criterion.dose("share of sentences in which moved vectors reach the keyword", run.vectors(),
            Comparison.AT_LEAST, 0.6, ""),
        Criterion.ablation("of these, the share in which the nearest words do so too", run.wordsThen() / run.vectors(),
            Comparison.AT_MOST, 0.5, ""));
  }

  /// All shares together: 0 only if each is.
  private static double meaning(Measurement run) {
    return Stream.of(Way.ONE, Way.SEVERAL, Way.PROXIMAL, Way.FREE, Way.SENTENCES, Way.ONE_RANDOM)
        .mapToDouble(way -> run.of(way).success() > 0 ? run.of(way).meaning() : 0).sum();
  }

  @Override
  public Card card() {
    return Card.of(21, "seq2sick", "Making a translator say a word")
        .withClaim("In at least a quarter of the sentences that a translator translates rightly, one exchanged word"
            + " brings a chosen word into the translation, though no word of the source means it; random words do so at"
            + " most seven tenths as often with as many forward passes, and so does the gradient of another goal. What"
            + " comes out need not be a sentence: if all words must fit their places, even three bring the word into"
            + " at most 15 % of the translations. And where moved vectors reach the word, the words nearest to them"
            + " mostly do not.")
        .withSlides("Seq2Sick: Evaluating the Robustness of Sequence-to-Sequence Models with Adversarial Examples")
        .withData("toylang", "tatoeba")
        .withThreatModel(new ThreatModel("the words of a sentence to be translated; not how many they are",
            "one word of a sentence exchanged, or up to three; none that means the keyword, in no form and no idiom",
            "the translator, its weights and the vectors of its words",
            "a word of another translation stands anywhere in this one"))
        .withSabotage("the attack follows the gradient of another sentence's goal")
        .withSham("random words are tried half as often")
        .withSeconds(40)
        .provenBy(Profile.FULL);
  }
}
