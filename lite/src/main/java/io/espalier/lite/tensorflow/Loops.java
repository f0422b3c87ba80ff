// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.NodeDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code While}. A loop whose number of steps is known, as over a sequence of fixed length, is unrolled, as recurrent layers of a model are. Any
 * other becomes TFLite's WHILE with a subgraph for its condition and one for its body.
 */
final class Loops {
    private static final int MOST_UNROLLED = 1024;
    private static final int MOST_TRIES = 3;

    private final NodeCall call;
    private final String condition;
    private final String body;

    private Loops(NodeCall call) {
        this.call = call;
        this.condition = ControlRules.function(call, "cond");
        this.body = ControlRules.function(call, "body");
    }

    static List<Value> of(NodeCall call) {
        Loops loop = new Loops(call);
        return loop.isCounted(call.inputs()) ? loop.unrolled() : loop.looped();
    }

    /** Whether the condition is decided before anything has run. */
    private boolean isCounted(List<Value> values) {
        return decided(values).isPresent();
    }

    private Optional<Boolean> decided(List<Value> values) {
        // In an evaluation of its own: what a condition computes is thrown away.
        GraphEvaluation inner = call.lowering().inner();
        List<Value> inside = values.stream()
                .map(value -> value instanceof Value.Computed computed
                        ? inner.assembly().input("value", computed.type(), computed.shape())
                        : value)
                .toList();
        return ControlRules.decided(inner.call(condition, inside).get(0));
    }

    private List<Value> unrolled() {
        List<Value> values = call.inputs();
        for (int step = 0; step < MOST_UNROLLED; step++) {
            Optional<Boolean> goesOn = decided(values);
            if (goesOn.isEmpty()) {
                throw new LoweringException("its condition is known at first and not after " + step + " steps");
            }
            if (!goesOn.get()) {
                return values;
            }
            values = call.lowering().call(body, values);
        }
        throw new LoweringException("the loop has more than " + MOST_UNROLLED + " steps");
    }

    private List<Value> looped() {
        List<Value> values = call.inputs();
        if (values.stream().anyMatch(Value.TensorList.class::isInstance)) {
            throw new LoweringException(
                    "a loop over a sequence whose length is not known is not supported; give the input a fixed length");
        }
        FunctionDef function = call.lowering()
                .function(body)
                .orElseThrow(() -> new LoweringException("the function '" + body + "' is not in the file"));
        List<Boolean> isCarried = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            isCarried.add(values.get(i) instanceof Value.Computed
                    || (values.get(i) instanceof Value.Known && !passesThrough(function, i)));
        }
        List<Ints> shapes = values.stream().map(Value::shape).toList();
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            Inside inside = Inside.of(call, values, isCarried, shapes);
            List<Value> results = inside.evaluation().call(body, inside.values());
            List<Ints> common = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                common.add(
                        isCarried.get(i)
                                ? Branches.common(shapes.get(i), results.get(i).shape())
                                : shapes.get(i));
            }
            if (common.equals(shapes)) {
                return operator(values, isCarried, shapes, inside, results);
            }
            shapes = common;
        }
        throw new LoweringException("the shapes of its values do not settle");
    }

    private List<Value> operator(
            List<Value> values, List<Boolean> isCarried, List<Ints> shapes, Inside inside, List<Value> results) {
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (isCarried.get(i)) {
                SubgraphAssembly assembly = inside.evaluation().assembly();
                int tensor = assembly.tensor(results.get(i));
                boolean isTaken = inside.inputs().contains(tensor) || outputs.contains(tensor);
                outputs.add(
                        isTaken
                                ? assembly.tensor(ControlRules.copied(assembly, "output" + i, results.get(i)))
                                : tensor);
            }
        }
        Inside test = Inside.of(call, values, isCarried, shapes);
        Value answer = test.evaluation().call(condition, test.values()).get(0);
        Options options = Options.of(OptionsTable.WHILE)
                .with(
                        "cond_subgraph_index",
                        call.lowering()
                                .subgraphs()
                                .add(test.evaluation()
                                        .assembly()
                                        .build(
                                                condition,
                                                test.inputs(),
                                                List.of(test.evaluation()
                                                        .assembly()
                                                        .tensor(answer)))))
                .with(
                        "body_subgraph_index",
                        call.lowering()
                                .subgraphs()
                                .add(inside.evaluation().assembly().build(body, inside.inputs(), outputs)));
        List<DataType> types = new ArrayList<>();
        List<Ints> carriedShapes = new ArrayList<>();
        List<Value> operands = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (isCarried.get(i)) {
                types.add(values.get(i).type());
                carriedShapes.add(shapes.get(i));
                operands.add(values.get(i));
            }
        }
        List<Value> carried = call.assembly()
                .operator(
                        BuiltinOperator.WHILE,
                        options,
                        call.name(),
                        types,
                        carriedShapes,
                        operands.toArray(Value[]::new));
        List<Value> all = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < values.size(); i++) {
            all.add(isCarried.get(i) ? carried.get(next++) : values.get(i));
        }
        return all;
    }

    /** Whether a body gives an argument back as it was. */
    private static boolean passesThrough(FunctionDef function, int argument) {
        String result =
                function.returns().getOrDefault(function.outputs().get(argument).name(), "");
        for (int hops = 0; hops < function.nodes().size(); hops++) {
            if (result.equals(function.inputs().get(argument).name())) {
                return true;
            }
            String name = result.split(":", 2)[0];
            Optional<NodeDef> node = function.nodes().stream()
                    .filter(one -> one.name().equals(name) && one.op().equals("Identity"))
                    .findFirst();
            if (node.isEmpty()) {
                return false;
            }
            result = node.get().inputs().get(0);
        }
        return false;
    }

    /**
     * The values of the loop as its subgraphs see them: what it carries is an input, the rest is constant.
     *
     * @param inputs their tensors
     */
    private record Inside(GraphEvaluation evaluation, List<Value> values, List<Integer> inputs) {
        static Inside of(NodeCall call, List<Value> values, List<Boolean> isCarried, List<Ints> shapes) {
            GraphEvaluation evaluation = call.lowering().inner();
            List<Value> inside = new ArrayList<>();
            List<Integer> inputs = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                if (isCarried.get(i)) {
                    Value.Computed input = evaluation
                            .assembly()
                            .input("input" + i, values.get(i).type(), shapes.get(i));
                    inputs.add(input.tensor());
                    inside.add(input);
                } else {
                    inside.add(values.get(i));
                }
            }
            return new Inside(evaluation, inside, inputs);
        }
    }
}
