// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.ImageShape;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.image.ImageFolder;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.model.Model;
import java.util.List;
import java.util.Optional;

/**
 * What a model takes and gives, as far as data must fit it.
 *
 * @param inputs how many it takes
 * @param input the shape of one example of the first input
 * @param outputs how many numbers it answers for an example
 * @param range what its inputs are, where that shows
 */
record ModelShapes(int inputs, List<Integer> input, int outputs, Optional<InputRange> range) {
    private static final int USUAL_SIDE = 224;

    static ModelShapes of(Model model) {
        return new ModelShapes(
                model.inputs().size(),
                model.outputShape(model.inputs().get(0)).dimensions(),
                model.outputShape(model.outputs().get(0)).elements(),
                InputRange.of(model));
    }

    static ModelShapes of(Graph graph) {
        Subgraph main = graph.main();
        return new ModelShapes(
                main.inputs().size(),
                example(main, main.inputs()),
                example(main, main.outputs()).stream().reduce(1, (left, right) -> left * right),
                InputRange.of(graph));
    }

    /** The first tensor's shape after the batch. */
    private static List<Integer> example(Subgraph subgraph, Ints tensors) {
        List<Integer> shape = tensors.isEmpty()
                ? List.of()
                : subgraph.tensor(tensors.get(0)).shape().stream().boxed().toList();
        return shape.isEmpty() ? shape : shape.subList(1, shape.size());
    }

    /** Pictures of the input's height and width, grey where there is one channel. */
    ImageShape pictures(ImageShape.Fit fit) {
        if (input.size() < 2) {
            return new ImageShape(USUAL_SIDE, USUAL_SIDE, ImageShape.Color.RGB, fit);
        }
        boolean grey = input.size() == 2 || input.get(2) == 1;
        return new ImageShape(input.get(0), input.get(1), grey ? ImageShape.Color.GREY : ImageShape.Color.RGB, fit);
    }

    /**
     * A remark where the data have fewer classes than the model knows.
     *
     * @throws DataFormatException if the examples have no labels, are pictures of one class, or have classes that the model does not know
     */
    Optional<String> compareClasses(Dataset examples) {
        if (examples.targets().elements() == 0) {
            throw new DataFormatException(examples.name()
                    + ": has no labels; give an .npz file with x and y, or a folder with one subfolder per class");
        }
        int classes = examples.classNames().size();
        if (classes == 1 && examples instanceof ImageFolder) {
            throw new DataFormatException(examples.name() + ": has only one class, " + examples.classNames()
                    + "; expected one subfolder for each class of the model");
        }
        int known = outputs == 1 ? 2 : outputs;
        if (classes > known) {
            throw new DataFormatException(
                    examples.name() + ": has " + classes + " classes, but the model has only " + known);
        }
        return classes == 0 || classes == known
                ? Optional.empty()
                : Optional.of(examples.name() + " has " + classes + " classes, the model has " + known
                        + "; classes are matched by number");
    }
}
