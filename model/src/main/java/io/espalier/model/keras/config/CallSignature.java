// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import java.util.List;

/**
 * The arguments that calls of a layer take, in so far as it is not one tensor, or several of one meaning.
 *
 * @param tensors the names of its tensors, in the order of a layer's inputs
 * @param masks the names of its masks, which are the last inputs of a layer
 * @param keras2 all of them by their positions in Keras 2
 * @param keras3 likewise in Keras 3
 */
public record CallSignature(List<String> tensors, List<String> masks, List<String> keras2, List<String> keras3) {
    private static final String TRAINING = "training";
    private static final String INPUTS = "inputs";
    private static final String SEQUENCES = "sequences";
    private static final String STATES = "initial_state";
    private static final String MASK = "mask";
    private static final List<String> HEADS = List.of("query", "value", "key");
    private static final List<String> WEIGHTED = List.of(INPUTS, "count_weights");
    private static final List<String> OF_INPUTS =
            List.of(INPUTS, MASK, TRAINING, CallSettings.SCORES, CallSettings.CAUSAL);

    /** The arguments of a class of Keras. */
    public static CallSignature of(String className) {
        return switch (className) {
            case "MultiHeadAttention", "GroupedQueryAttention" ->
                new CallSignature(
                        HEADS,
                        List.of("query_mask", "value_mask", "key_mask", "attention_mask"),
                        List.of(
                                "query",
                                "value",
                                "key",
                                "attention_mask",
                                CallSettings.SCORES,
                                TRAINING,
                                CallSettings.CAUSAL),
                        List.of(
                                "query",
                                "value",
                                "key",
                                "query_mask",
                                "value_mask",
                                "key_mask",
                                "attention_mask",
                                CallSettings.SCORES,
                                TRAINING,
                                CallSettings.CAUSAL));
            case "Attention", "AdditiveAttention" ->
                new CallSignature(List.of(INPUTS), List.of("query_mask", "value_mask"), OF_INPUTS, OF_INPUTS);
            case "LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Bidirectional" ->
                new CallSignature(
                        List.of(INPUTS, SEQUENCES, STATES),
                        List.of(MASK),
                        List.of(INPUTS, MASK, TRAINING, STATES),
                        List.of(SEQUENCES, STATES, MASK, TRAINING));
            case "CategoryEncoding" -> new CallSignature(WEIGHTED, List.of(), WEIGHTED, WEIGHTED);
            case "Softmax" ->
                new CallSignature(List.of(INPUTS), List.of(MASK), List.of(INPUTS, MASK), List.of(INPUTS, MASK));
            default -> new CallSignature(List.of(), List.of(), List.of(), List.of());
        };
    }

    /** Whether the first argument alone stands by its position, and all others by their names. */
    boolean namesTensors() {
        return tensors.equals(HEADS) || tensors.equals(WEIGHTED);
    }

    /** Whether the tensors behind the first are states. */
    boolean startsFromStates() {
        return tensors.contains(STATES);
    }

    /** Whether a call may leave out the keys behind each query. */
    boolean canBeCausal() {
        return keras2.contains(CallSettings.CAUSAL);
    }

    /** Whether an argument may be a tensor. */
    public boolean takes(String argument) {
        return tensors.isEmpty() ? !argument.equals(MASK) : tensors.contains(argument) || isMask(argument);
    }

    public boolean isMask(String argument) {
        return masks.contains(argument);
    }

    /** Where an argument is among the inputs of a layer; arguments of one place keep their order. */
    public int order(String argument) {
        return isMask(argument) ? tensors.size() + masks.indexOf(argument) : Math.max(0, tensors.indexOf(argument));
    }
}
