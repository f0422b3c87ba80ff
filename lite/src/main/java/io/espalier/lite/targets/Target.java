// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A runtime or device, and which operators of a model it does not support. */
public enum Target {
    /** The reference kernels of TFLite Micro. */
    TFLITE_MICRO("TFLite Micro"),
    /** An accelerator that supports int8 only, for inputs and outputs too. */
    INT8_ACCELERATOR("int8-only accelerator"),
    /** TFLite's GPU delegate, by the rules of TensorFlow's {@code gpu_compatibility.cc}; a device may have limits of its own. */
    GPU_DELEGATE("GPU delegate");

    /** One condition that each operator must meet. */
    interface Rule {
        /** Why it does not; empty for an operator that does. */
        Optional<String> obstacle(Subgraph subgraph, Operator operator);
    }

    /**
     * An operator that a target does not support.
     *
     * @param subgraph the index of its subgraph
     * @param operator its index
     * @param reason why, in a few words
     */
    public record Obstacle(int subgraph, int operator, String reason) {
        public Obstacle {
            Objects.requireNonNull(reason, "reason");
        }
    }

    private final String title;

    Target(String title) {
        this.title = title;
    }

    /** The display name. */
    public String title() {
        return title;
    }

    /** Every operator that the target does not support, in order; empty if it supports the whole model. */
    public List<Obstacle> obstacles(Graph graph) {
        Rule rule = rule();
        List<Obstacle> obstacles = new ArrayList<>();
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            Subgraph subgraph = graph.subgraphs().get(number);
            for (int index = 0; index < subgraph.operators().size(); index++) {
                Optional<String> reason =
                        rule.obstacle(subgraph, subgraph.operators().get(index));
                if (reason.isPresent()) {
                    obstacles.add(new Obstacle(number, index, reason.get()));
                }
            }
        }
        return List.copyOf(obstacles);
    }

    private Rule rule() {
        return switch (this) {
            case TFLITE_MICRO -> new MicroRule();
            case INT8_ACCELERATOR -> new Int8Rule();
            case GPU_DELEGATE -> new GpuRule();
        };
    }
}
