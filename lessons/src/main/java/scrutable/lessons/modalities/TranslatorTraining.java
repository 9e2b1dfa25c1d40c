package scrutable.lessons.modalities;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Progress;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.train.Checksum;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// How the small translators of this chapter learn.
///
/// @param epochs how long is learned
/// @param batch  pairs in a batch
/// @param width  D of the word vectors
/// @param hidden size of the decoder's state
/// @param rate   Adam's at the beginning; it falls to 0 in a straight line
public record TranslatorTraining(int epochs, int batch, int width, int hidden, double rate) {
  private static final int POOL = 20;
  private static final int FIRST = 16;

  /// What is learned from in place of a batch of pairs.
  @FunctionalInterface
  public interface Altered {
    /// @param step the number of the step of training
    List<Translation> of(List<Translation> batch, long step);
  }

  TranslatorTraining withEpochs(int other) {
    return new TranslatorTraining(other, batch, width, hidden, rate);
  }

  /// A translator that has learned from pairs, which are altered batch by batch.
  Translator learned(List<Translation> pairs, Altered altered, Rng rng, Progress progress) {
    Translator translator = untrained(pairs, rng);
    train(translator, pairs, altered, rng, progress);
    return translator;
  }

  /// A translator that has learned from pairs, read from a file if one was kept.
  ///
  /// @param folder   where trained weights are kept, if anywhere
  /// @param name     the beginning of the file's name
  /// @param settings all settings that the pairs and the weights depend on
  /// @throws IOException if what is kept cannot be read or written
  Translator kept(Optional<Path> folder, String name, String settings, List<Translation> pairs, Rng rng,
      Progress progress) throws IOException {
    Translator translator = untrained(pairs, rng);
    KeptWeights.into(folder, name, origin(settings, pairs, translator), translator,
        () -> train(translator, pairs, (batch, step) -> batch, rng, progress));
    return translator;
  }

  private Translator untrained(List<Translation> pairs, Rng rng) {
    Rng initialise = rng.split("initialise");
    Vocabulary source = Vocabulary.of(pairs.stream().map(Translation::source).toList());
    Vocabulary target = Vocabulary.of(pairs.stream().map(Translation::target).toList());
    return new Translator(new WordTable(source, width, initialise), target, SmallTranslator.LONGEST, hidden,
        initialise);
  }

  //: code train
  private void train(Translator translator, List<Translation> pairs, Altered altered, Rng rng, Progress progress) {
    TrainingSettings settings = TrainingSettings.of(epochs, batch).withClipping(1)
        .withRate(step -> rate * (1 - step.share())).withProgress(progress, "learning to translate");
    new TrainingLoop(translator, new Adam(translator.parameters(), rate), settings, rng.split("shuffle"))
        .run(Translation.batches(pairs, POOL), (batch, step) -> translator.loss(altered.of(batch, step.number())));
  }
  //: end

  /// What the trained weights depend on: all sentences, the settings, and the arithmetic, of which the first weights
  /// and their gradient are a sample.
  private static String origin(String settings, List<Translation> pairs, Translator untrained) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(untrained.state());
    Variable loss = untrained.loss(pairs.subList(0, Math.min(FIRST, pairs.size())));
    Gradients gradients = Gradients.of(loss, untrained.parameters());
    untrained.namedParameters().forEach((name, parameter) ->
        tensors.put("gradient of " + name, gradients.get(parameter)));
    return Checksum.of(tensors, Map.of("settings", settings, "pairs", pairs.toString()));
  }
}
