// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.image.PictureShape;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import java.util.ArrayList;
import java.util.List;

/** What pictures a model takes: a folder of photographs is made to fit. */
final class InputShape {
    private static final int USUAL_SIDE = 224;

    private InputShape() {}

    /** The shape of one example of the first input. */
    static List<Integer> of(Graph graph) {
        Subgraph main = graph.main();
        List<Integer> shape = new ArrayList<>();
        if (main.inputs().size() > 0) {
            int[] batched = main.tensor(main.inputs().get(0)).shape().toArray();
            for (int axis = 1; axis < batched.length; axis++) {
                shape.add(batched[axis]);
            }
        }
        return shape;
    }

    /** Pictures of that height and width, grey where there is one channel. */
    static PictureShape pictures(List<Integer> shape) {
        if (shape.size() < 2) {
            return new PictureShape(USUAL_SIDE, USUAL_SIDE, PictureShape.Color.RGB);
        }
        boolean grey = shape.size() == 2 || shape.get(2) == 1;
        return new PictureShape(shape.get(0), shape.get(1), grey ? PictureShape.Color.GREY : PictureShape.Color.RGB);
    }
}
