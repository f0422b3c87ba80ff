// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import java.util.List;

/** A runtime that takes .tflite files: Espalier's own, or one of others. Open one for a test class, and close it. */
interface Consumer extends AutoCloseable {

    /**
     * Loads a model and runs it once.
     *
     * @param model a .tflite file; none that is known to crash this runtime or to keep it busy forever
     * @param inputs in the model's order
     * @throws IllegalStateException if the runtime itself is missing, or died of the model
     */
    Answer run(byte[] model, List<Values> inputs);

    @Override
    void close();

    /** What came of a model. */
    sealed interface Answer {
        /** What it computed, which need not be right; it throws if it refused the model. */
        default List<Values> values() {
            if (this instanceof Outputs outputs) {
                return outputs.values;
            }
            throw new AssertionError("refused: " + this);
        }

        /** Why it refused the model; it throws if it did not. */
        default String refusal() {
            if (this instanceof Refusal refusal) {
                return refusal.reason;
            }
            throw new AssertionError("not refused, but computed " + this);
        }
    }

    /**
     * What a model computed.
     *
     * @param values of the outputs, in the model's order
     * @param labels of the classes in their order, where the runtime knows any
     */
    record Outputs(List<Values> values, List<String> labels) implements Answer {
        public Outputs {
            values = List.copyOf(values);
            labels = List.copyOf(labels);
        }
    }

    /** The model was not taken, or not run to its end. */
    record Refusal(String reason) implements Answer {}
}
