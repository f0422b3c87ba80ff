// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import io.espalier.base.ImageShape;
import io.espalier.base.Preprocessing;
import io.espalier.base.Provenance;
import io.espalier.data.OpenedDataset;
import io.espalier.data.catalog.DataReference;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.image.ImageFolder;
import io.espalier.lite.Graph;
import io.espalier.model.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model takes, as far as data must fit it.
 *
 * @param inputs the names of each input
 * @param first the shape of one example of the first input
 */
record ModelInputs(List<Set<String>> inputs, List<Integer> first, List<String> outputs, Preprocessing preprocessing) {
    private static final int USUAL_SIDE = 224;

    static ModelInputs of(ModelFile file) {
        Preprocessing known = preprocessing(file.origin());
        if (file.content() instanceof Model model) {
            return new ModelInputs(
                    model.inputs().stream().map(node -> Set.of(node.name())).toList(),
                    model.outputShape(model.inputs().get(0)).dimensions(),
                    model.outputs(),
                    known);
        }
        return of(file.graph(), known);
    }

    static ModelInputs of(Graph graph, Preprocessing known) {
        List<Integer> shape = graph.main().tensor(graph.main().inputs().get(0)).shape().stream()
                .boxed()
                .toList();
        return new ModelInputs(
                graph.main().inputs().stream()
                        .mapToObj(tensor -> names(graph, tensor))
                        .toList(),
                shape.isEmpty() ? shape : shape.subList(1, shape.size()),
                graph.outputNames(),
                known);
    }

    private static Set<String> names(Graph graph, int tensor) {
        Stream<String> inSignatures = graph.signatures().stream()
                .filter(signature -> signature.subgraph() == 0)
                .flatMap(signature -> signature.inputs().stream())
                .filter(named -> named.tensor() == tensor)
                .map(named -> named.name());
        return Stream.concat(Stream.of(graph.main().tensor(tensor).name()), inSignatures)
                .collect(Collectors.toUnmodifiableSet());
    }

    static Preprocessing preprocessing(Optional<Provenance> origin) {
        return origin.map(Provenance::preprocessing).orElse(Preprocessing.DEFAULT);
    }

    /** Images of the first input's height and width, grey where there is one channel. */
    ImageShape images() {
        if (first.size() < 2) {
            return new ImageShape(USUAL_SIDE, USUAL_SIDE, ImageShape.Color.RGB, preprocessing.fit());
        }
        boolean grey = first.size() == 2 || first.get(2) == 1;
        ImageShape.Color color = grey ? ImageShape.Color.GREY : ImageShape.Color.RGB;
        return new ImageShape(first.get(0), first.get(1), color, preprocessing.fit());
    }

    /** Whether the only input may be an image. */
    boolean takesImages() {
        return inputs.size() == 1
                && (first.size() == 2 || (first.size() == 3 && (first.get(2) == 1 || first.get(2) == 3)));
    }

    OpenedDataset open(String nameOrPath) {
        return new DataReference(NamedDatasets.standard(), ImageFolder.UnusableImage.refused())
                .forModel(inputs, outputs)
                .withoutLabels(inputs.get(0))
                .open(nameOrPath, images(), preprocessing.scaling());
    }
}
