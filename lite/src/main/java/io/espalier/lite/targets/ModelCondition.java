// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.DeploymentMetadata;
import io.espalier.lite.schema.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Something that may be true of a whole model. */
sealed interface ModelCondition {
    boolean holds(Graph graph);

    /** An input of the model has a type that is none of these. */
    record InputIsNone(Set<TensorType> types) implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return inputs(graph).anyMatch(input -> !types.contains(input.type()));
        }
    }

    /** An output of the model has a type that is none of these. */
    record OutputIsNone(Set<TensorType> types) implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return tensors(graph, graph.main().outputs()).anyMatch(output -> !types.contains(output.type()));
        }
    }

    /** The first input is an image of another number of channels, several images, or none. */
    record InputIsNoImage(int channels) implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return inputs(graph)
                    .limit(1)
                    .anyMatch(
                            input -> input.shape().size() != 4 || input.shape().get(3) != channels);
        }
    }

    /** An input leaves a dimension open, and says that it has a rank. */
    record InputIsOpenWithRank() implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return inputs(graph)
                    .anyMatch(
                            input -> input.hasRank() && !input.shapeSignature().isEmpty());
        }
    }

    /** A tensor keeps its value between runs. */
    record HasVariables() implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return graph.subgraphs().stream()
                    .flatMap(subgraph -> subgraph.tensors().stream())
                    .anyMatch(Tensor::isVariable);
        }
    }

    /** There is more than one subgraph, as for conditions and loops. */
    record HasSeveralSubgraphs() implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return graph.subgraphs().size() > 1;
        }
    }

    /** The first input is float, and the metadata do not say how pixels become its values. */
    record InputIsNotNormalized() implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return inputs(graph).limit(1).anyMatch(input -> input.type() == TensorType.FLOAT32)
                    && normalizations(graph).isEmpty();
        }
    }

    /** The metadata give channels of a float input several means or standard deviations. */
    record ChannelsAreNormalizedApart() implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            return inputs(graph).limit(1).anyMatch(input -> input.type() == TensorType.FLOAT32)
                    && normalizations(graph).stream()
                            .anyMatch(options -> differ(options.path("mean")) || differ(options.path("std")));
        }

        private static boolean differ(JsonNode values) {
            Set<Float> distinct = new HashSet<>();
            values.forEach(value -> distinct.add(value.floatValue()));
            return distinct.size() > 1;
        }
    }

    /** The metadata name a file that is not in the archive behind the model. */
    record LacksNamedFiles() implements ModelCondition {
        @Override
        public boolean holds(Graph graph) {
            Set<String> present = DeploymentMetadata.files(graph).keySet();
            return DeploymentMetadata.of(graph).stream()
                    .flatMap(metadata -> metadata.findValues("associated_files").stream())
                    .flatMap(files -> StreamSupport.stream(files.spliterator(), false))
                    .anyMatch(file -> !present.contains(file.path("name").asText()));
        }
    }

    private static List<JsonNode> normalizations(Graph graph) {
        return DeploymentMetadata.of(graph)
                .map(metadata -> metadata.path("subgraph_metadata")
                        .path(0)
                        .path("input_tensor_metadata")
                        .path(0)
                        .findValues("NormalizationOptions"))
                .orElse(List.of());
    }

    private static Stream<Tensor> inputs(Graph graph) {
        return tensors(graph, graph.main().inputs());
    }

    private static Stream<Tensor> tensors(Graph graph, Ints indices) {
        return indices.stream().mapToObj(graph.main()::tensor);
    }
}
