// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.model.onnx.OnnxModel.Constant;
import io.espalier.model.onnx.OnnxModel.OnnxGraph;
import io.espalier.model.onnx.OnnxModel.OnnxNode;
import io.espalier.model.onnx.OnnxModel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names of values that parts of an ONNX graph read: its inner graphs see the values around them without naming them as inputs. */
final class OnnxReads {
    private OnnxReads() {}

    /** What a node reads: its inputs, and behind them what the graphs that it runs read of the graph around it. */
    static List<String> ofNode(OnnxNode node) {
        List<String> all = new ArrayList<>(node.inputs());
        node.graphs().values().stream()
                .flatMap(graph -> ofGraph(graph).stream())
                .filter(name -> !all.contains(name))
                .distinct()
                .forEach(all::add);
        return all;
    }

    /** What a graph reads that neither it nor its caller gives a value. */
    static Set<String> ofGraph(OnnxGraph graph) {
        Set<String> known = new HashSet<>();
        graph.inputs().stream().map(Value::name).forEach(known::add);
        graph.constants().stream().map(Constant::value).map(Value::name).forEach(known::add);
        Set<String> around = new LinkedHashSet<>();
        for (OnnxNode node : graph.nodes()) {
            ofNode(node).stream()
                    .filter(name -> !name.isEmpty() && !known.contains(name))
                    .forEach(around::add);
            known.addAll(node.outputs());
        }
        graph.outputs().stream()
                .map(Value::name)
                .filter(name -> !known.contains(name))
                .forEach(around::add);
        return around;
    }
}
