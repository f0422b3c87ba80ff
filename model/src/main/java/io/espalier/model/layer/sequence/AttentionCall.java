// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.Operations;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Attention that leaves keys out, those behind the query or those that masks among its inputs leave out, or that returns its scores.
 *
 * <p>Inputs: those of the layer, then its masks. Outputs: that of the layer; the scores, if they are returned, which are the share of each key in
 * the output of each query.
 *
 * @param isCausal whether each query sees the keys up to its own step alone
 * @param masks what each of the last inputs is
 * @param returnsScores whether the second output is the scores
 */
public record AttentionCall(AttentionLayer layer, boolean isCausal, List<Mask> masks, boolean returnsScores)
        implements SeveralOutputs {
    /** What a mask says; 0 is no, all else is yes. */
    public enum Mask {
        /** Which queries are no padding; (steps) or (steps, 1). */
        QUERY_MASK,
        /** Which values are no padding; (steps) or (steps, 1). */
        VALUE_MASK,
        /** Which keys are no padding; (steps) or (steps, 1). */
        KEY_MASK,
        /** Which key each query sees; (queries, keys), or broadcast over the scores. */
        ATTENTION_MASK;

        /** The argument of Keras's MultiHeadAttention, such as {@code query_mask}. */
        public String kerasName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AttentionCall {
        masks = List.copyOf(masks);
    }

    /** A call that does not return its scores. */
    public AttentionCall(AttentionLayer layer, boolean isCausal, List<Mask> masks) {
        this(layer, isCausal, masks, false);
    }

    /** A copy that takes more masks. */
    public AttentionCall with(List<Mask> more) {
        List<Mask> all = Stream.concat(masks.stream(), more.stream()).toList();
        return new AttentionCall(layer, isCausal, all, returnsScores);
    }

    @Override
    public String kind() {
        return layer.kind();
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return layer.weights(tensors(inputs));
    }

    @Override
    public List<String> kernels() {
        return layer.kernels();
    }

    private <T> List<T> tensors(List<T> inputs) {
        if (inputs.size() < masks.size() + 2) {
            throw new ModelException("expects a query, a value, perhaps a key, and " + masks.size() + " masks, but has "
                    + inputs.size() + " inputs");
        }
        return inputs.subList(0, inputs.size() - masks.size());
    }

    @Override
    public <T> List<T> computeAll(Operations<T> on, List<T> inputs) {
        List<T> tensors = tensors(inputs);
        List<T> allowed = new ArrayList<>();
        Optional<T> queries = Optional.empty();
        for (int i = 0; i < masks.size(); i++) {
            T mask = inputs.get(tensors.size() + i);
            int steps = on.shape(mask).dimension(0);
            switch (masks.get(i)) {
                case QUERY_MASK -> {
                    T column = on.reshape(mask, Shape.of(steps, 1));
                    if (layer.zeroesPadding()) {
                        queries = Optional.of(column);
                    } else {
                        allowed.add(column);
                    }
                }
                case VALUE_MASK, KEY_MASK -> allowed.add(on.reshape(mask, Shape.of(1, steps)));
                case ATTENTION_MASK -> allowed.add(mask);
            }
        }
        if (isCausal) {
            allowed.add(on.constant(causal(
                    on.shape(tensors.get(0)).dimension(0),
                    on.shape(tensors.get(1)).dimension(0))));
        }
        List<T> attended = layer.attend(on, tensors, allowed.stream().reduce(on::multiply));
        T output = queries.map(counted -> on.multiply(attended.get(0), counted)).orElse(attended.get(0));
        return returnsScores ? List.of(output, attended.get(1)) : List.of(output);
    }

    private static Tensor causal(int queries, int keys) {
        float[] seen = new float[queries * keys];
        for (int query = 0; query < queries; query++) {
            for (int key = 0; key < keys; key++) {
                seen[query * keys + key] = key <= query ? 1 : 0;
            }
        }
        return Tensor.of(Shape.of(queries, keys), seen);
    }
}
