// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far the int8 weights of two files of one model are the same.
 *
 * @param weights how many there are
 * @param same how many are equal
 * @param farthest the greatest difference of two
 * @param scales how many scales there are
 * @param sameScales how many are equal to the bit
 */
public record SameWeights(long weights, long same, int farthest, int scales, int sameScales) {
    static SameWeights of(Graph ours, Graph theirs) {
        List<Tensor> mine = weights(ours);
        List<Tensor> published = weights(theirs);
        if (mine.size() != published.size()) {
            throw new IllegalStateException(
                    "our file has " + mine.size() + " tensors of weights, theirs " + published.size());
        }
        SameWeights all = new SameWeights(0, 0, 0, 0, 0);
        for (int i = 0; i < mine.size(); i++) {
            all = all.plus(of(mine.get(i), published.get(i)));
        }
        return all;
    }

    private static SameWeights of(Tensor ours, Tensor theirs) {
        byte[] actual = ours.buffer().toBytes();
        byte[] expected = theirs.buffer().toBytes();
        int same = 0;
        int farthest = 0;
        for (int place = 0; place < expected.length; place++) {
            same += actual[place] == expected[place] ? 1 : 0;
            farthest = Math.max(farthest, Math.abs(actual[place] - expected[place]));
        }
        int scales = theirs.quantization().scales().size();
        int sameScales = 0;
        for (int scale = 0; scale < scales; scale++) {
            float mine = ours.quantization().scales().get(scale);
            sameScales += mine == theirs.quantization().scales().get(scale) ? 1 : 0;
        }
        return new SameWeights(expected.length, same, farthest, scales, sameScales);
    }

    private SameWeights plus(SameWeights other) {
        return new SameWeights(
                weights + other.weights,
                same + other.same,
                Math.max(farthest, other.farthest),
                scales + other.scales,
                sameScales + other.sameScales);
    }

    /** The constant int8 second operands, in the operators' order. */
    static List<Tensor> weights(Graph graph) {
        List<Tensor> weights = new ArrayList<>();
        for (Operator operator : graph.main().operators()) {
            if (operator.inputs().size() > 1 && operator.hasInput(1)) {
                Tensor second = graph.main().tensor(operator.inputs().get(1));
                if (second.isConstant() && second.type() == TensorType.INT8) {
                    weights.add(second);
                }
            }
        }
        return weights;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.US, "%,d of %,d, else %d off; %,d of %,d scales", same, weights, farthest, sameScales, scales);
    }
}
