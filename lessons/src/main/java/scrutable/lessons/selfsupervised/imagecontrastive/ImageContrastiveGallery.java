package scrutable.lessons.selfsupervised.imagecontrastive;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.nn.Module;
import scrutable.nn.classical.NearestNeighbors;
import scrutable.nn.data.Dataset;
import scrutable.nn.selfsupervised.Contrast;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The slide's pictures: two views that show the same thing, then one to classify, by its nearest
/// neighbours among the labelled pictures. The first six test pictures, whatever comes of them.
record ImageContrastiveGallery(ImageGrid figure) {
  private static final int SHOWN = 6;
  private static final int NEIGHBOURS = 2;

  static ImageContrastiveGallery of(ImageContrastiveExperiment experiment, Rng rng) {
    Module encoder = experiment.encoder();
    Dataset labelled = experiment.labelled();
    Dataset test = experiment.test();
    Tensor queries = test.inputs().slice(0, 0, SHOWN);
    Tensor one = ImageContrastiveExperiment.views().apply(queries, rng);
    Tensor other = ImageContrastiveExperiment.views().apply(queries, rng);
    int[] byFeature = NearestNeighbors.among(directions(encoder, labelled.inputs()))
        .find(directions(encoder, queries), NEIGHBOURS).indices().toIntArray();
    int[] byPixel = NearestNeighbors.among(labelled.inputs())
        .find(queries, NEIGHBOURS).indices().toIntArray();
    List<List<Tile>> rows = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      List<Tile> row = new ArrayList<>();
      row.add(Tile.of(picture(one, i)));
      row.add(Tile.symbol("≈"));
      row.add(Tile.of(picture(other, i)));
      row.add(Tile.empty());
      row.add(Tile.of(picture(queries, i), "to classify"));
      row.add(Tile.empty());
      addNeighbours(row, byFeature, i, labelled, test);
      row.add(Tile.empty());
      addNeighbours(row, byPixel, i, labelled, test);
      rows.add(row);
    }
    return new ImageContrastiveGallery(new ImageGrid("The same thing twice, and the nearest of the labelled"
        + " pictures",
        List.of("a", "", "b", "", "test picture", "", "by features", "", "", "by pixels", ""), rows));
  }

  private static void addNeighbours(List<Tile> row, int[] nearest, int query, Dataset labelled,
      Dataset test) {
    for (int place = 0; place < NEIGHBOURS; place++) {
      int found = nearest[query * NEIGHBOURS + place];
      String caption = labelled.classNames().get((int) labelled.labels().get(found));
      boolean isSame = labelled.labels().get(found) == test.labels().get(query);
      Picture picture = picture(labelled.inputs(), found);
      row.add(isSame ? Tile.right(picture, caption) : Tile.wrong(picture, caption));
    }
  }

  private static Tensor directions(Module encoder, Tensor images) {
    Tensor features = LinearProbe.features(encoder, images);
    return Graph.withoutRecording(() -> Contrast.unitRows(Variable.constant(features)).value());
  }

  private static Picture picture(Tensor images, int i) {
    return Picture.of(images.select(0, i).toFloatArray(), 1, images.size(2), images.size(3));
  }
}
