package scrutable.lessons.selfsupervised.noisytext;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// The first few pairs of the training set, and the first few test pictures with the answers of a model.
record NoisyTextGallery(ImageGrid figure) {
  private static final int SHOWN = 6;

  static NoisyTextGallery of(NoisyTextExperiment experiment) {
    Scenes.Captioned crawled = experiment.crawled();
    Scenes.Captioned test = experiment.test();
    List<Tile> pairs = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      pairs.add(Tile.of(picture(crawled.pictures(), i), lines(crawled.captions().get(i))));
    }
    NoisyTextExperiment.CaptionModel model = experiment.model();
    Module classifier = model.encoder().zeroShot(model.words().of(NoisyTextExperiment.descriptions(0)));
    Tensor answers = Softmaxes.softmax(classifier.forward(test.pictures().inputs().slice(0, 0, SHOWN)).value());
    List<Tile> named = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      Tensor row = answers.select(0, i);
      int answer = (int) row.argmax(0).item();
      String confidence = Numbers.fixed(100 * row.get(answer), 0) + " %";
      String caption = Scenes.classNames().get(answer) + ", " + confidence;
      Picture picture = picture(test.pictures(), i);
      boolean isRight = answer == (int) test.pictures().labels().get(i);
      named.add(isRight ? Tile.right(picture, caption) : Tile.wrong(picture, caption));
    }
    return new NoisyTextGallery(ImageGrid.of("Learned from, and answered", List.of(pairs, named)));
  }

  private static Picture picture(Dataset pictures, int i) {
    return Picture.of(pictures.inputs().select(0, i).toFloatArray(), 3, Scenes.SIZE, Scenes.SIZE);
  }

  /// A caption in short lines: the filler words, the shape, the rest.
  private static String[] lines(String caption) {
    int shape = caption.indexOf(" a ");
    int rest = Math.max(caption.indexOf(" above "), caption.indexOf(" left of "));
    int place = caption.indexOf(" in the ");
    return new String[] {caption.substring(0, shape).replace("filler", "f"),
        caption.substring(shape + 1, rest), caption.substring(rest + 1, place), caption.substring(place + 1)};
  }
}
