// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.version.OperatorVersions;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Google's converters made, from 2019 to now, obeys every row of the table. */
class RealGraphsFitTheTableTest {
    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void operatorsOfGooglesConverterObeyTheirRows(Path file) throws IOException {
        assertThat(problems(GraphReader.read(file), true)).isEmpty();
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.testing.Assets#models")
    void operatorsOfFilesOfOthersObeyTheirRows(Path file) throws IOException {
        // Some were made by hand or by tools that forget versions.
        boolean statesVersions = file.startsWith(Assets.file("mlperf_tiny"));

        assertThat(problems(GraphReader.read(file), statesVersions)).isEmpty();
    }

    private static List<String> problems(Graph graph, boolean statesVersions) {
        List<String> problems = new ArrayList<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                OperatorSpec row = OperatorTable.of(operator);
                OperatorUse.of(operator, subgraph::tensor)
                        .map(use -> problems(row, use, subgraph, operator, statesVersions))
                        .ifPresent(found -> found.forEach(problem -> problems.add(operator.code() + ": " + problem)));
            }
        }
        return problems;
    }

    private static List<String> problems(
            OperatorSpec row, OperatorUse use, Subgraph subgraph, Operator operator, boolean statesVersions) {
        List<String> problems = new ArrayList<>();
        int lowest = OperatorVersions.lowest(operator, subgraph::tensor).code().version();
        if (statesVersions && lowest > operator.code().version()) {
            problems.add("the table has version " + lowest);
        }
        Optional<IntegerKernel> kernel = row.integerKernel(use.activations());
        if (use.activations() != ActivationType.FLOAT32 && kernel.isEmpty()) {
            problems.add("the table has no kernel for " + use);
        }
        kernel.ifPresent(known -> scales(known.scales(), row, subgraph, operator, problems));
        return problems;
    }

    private static void scales(
            ScaleConstraint scales, OperatorSpec row, Subgraph subgraph, Operator operator, List<String> problems) {
        List<Tensor> outputs =
                row.activationOutputs(operator).mapToObj(subgraph::tensor).toList();
        if (scales instanceof ScaleConstraint.Fixed fixed) {
            for (Tensor output : outputs) {
                if (output.quantization().scales().get(0) != fixed.scale()
                        || output.quantization().zeroPoints().get(0) != fixed.zeroPoint()) {
                    problems.add("output has " + output.quantization());
                }
            }
        } else if (scales instanceof ScaleConstraint.SameAsInput) {
            Set<String> different = new HashSet<>();
            outputs.forEach(output -> different.add(parameters(output)));
            row.activationInputs(operator)
                    .mapToObj(subgraph::tensor)
                    .forEach(input -> different.add(parameters(input)));
            if (different.size() > 1) {
                problems.add("scales differ: " + different);
            }
        }
    }

    private static String parameters(Tensor tensor) {
        return tensor.quantization().scales() + " " + tensor.quantization().zeroPoints();
    }
}
