// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.version.OperatorVersions;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Collects the tensors and operators of a subgraph in the order in which they run. */
final class SubgraphBuilder {
    private static final int DYNAMIC = -1;

    private final TrainingValues training;
    private final boolean fusesLstm;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    /** Which tensors are computed from constants alone. */
    private final BitSet ofWeights = new BitSet();

    SubgraphBuilder(TrainingValues training, boolean fusesLstm) {
        this.training = training;
        this.fusesLstm = fusesLstm;
    }

    /** Whether an LSTM becomes one operator where that is possible. */
    boolean fusesLstm() {
        return fusesLstm;
    }

    /** A float value with an open batch dimension before the shape of one example; its index. */
    int activation(String name, Shape example) {
        return add(Tensor.activation(name, TensorType.FLOAT32, batched(example)));
    }

    /** As {@link #activation(String, Shape)}, or without a batch dimension for what depends on weights alone. */
    int activation(String name, Shape example, boolean isBatched) {
        return add(TensorType.FLOAT32, name, example, isBatched);
    }

    /** What an operator keeps from one run to the next, for one example; zeros at first. */
    int variable(String name, int elements) {
        return add(Tensor.variable(name, TensorType.FLOAT32, Ints.of(1, elements)));
    }

    /** As {@link #activation(String, Shape, boolean)}, but true or false. */
    int flags(String name, Shape example, boolean isBatched) {
        return add(TensorType.BOOL, name, example, isBatched);
    }

    /** Whether tensors are constants or computed from constants, the same for all examples. */
    boolean dependOnWeightsAlone(int... indices) {
        return Arrays.stream(indices).allMatch(tensor -> tensors.get(tensor).isConstant() || ofWeights.get(tensor));
    }

    /** As {@link #activation}, but whole numbers. */
    int numbers(String name, Shape example) {
        return add(Tensor.activation(name, TensorType.INT32, batched(example)));
    }

    int floats(String name, Ints shape, Buffer values) {
        return add(Tensor.constant(name, TensorType.FLOAT32, shape, values));
    }

    int flags(String name, Ints shape, Buffer values) {
        return add(Tensor.constant(name, TensorType.BOOL, shape, values));
    }

    /** As {@link #floats}, with what training has to do with them if they are a weight of the model. */
    int weights(String name, WeightLayout weights, Optional<WeightKey> key) {
        Tensor tensor = Tensor.constant(name, TensorType.FLOAT32, weights.shape(), weights.values());
        return add(key.map(weight -> tensor.withTrained(training.of(weight))).orElse(tensor));
    }

    int ints(String name, Ints shape, int... values) {
        return add(Tensor.constant(name, TensorType.INT32, shape, Buffer.ofInts(values)));
    }

    /** Appends an operator with one output, at the lowest version that will do; the output's index, for chaining. */
    int operator(BuiltinOperator builtin, Options options, int output, int... inputs) {
        Operator operator = Operator.of(OperatorCode.of(builtin, 1), Ints.of(inputs), Ints.of(output), options);
        operators.add(OperatorVersions.lowest(operator, tensors::get));
        return output;
    }

    /** Appends an operator with several outputs, likewise. */
    void operator(BuiltinOperator builtin, Options options, List<Integer> outputs, int... inputs) {
        Operator operator = Operator.of(OperatorCode.of(builtin, 1), Ints.of(inputs), toInts(outputs), options);
        operators.add(OperatorVersions.lowest(operator, tensors::get));
    }

    /** So many whole numbers that tell a shape, found while the graph runs. */
    int sizes(String name, int count) {
        return add(Tensor.activation(name, TensorType.INT32, Ints.of(count)));
    }

    /** Gives a tensor another name. */
    int renamed(int tensor, String name) {
        tensors.set(tensor, tensors.get(tensor).withName(name));
        return tensor;
    }

    /** Says from which place in the model a tensor comes; the last place counts of which training has something to say. */
    int placed(int tensor, ActivationKey activation) {
        TrainedValues values = training.of(activation);
        if (!Objects.equals(values, TrainedValues.NONE)) {
            tensors.set(tensor, tensors.get(tensor).withTrained(values));
        }
        return tensor;
    }

    Subgraph build(String name, List<Integer> inputs, List<Integer> outputs) {
        return new Subgraph(name, tensors, toInts(inputs), toInts(outputs), operators);
    }

    static Ints batched(Shape example) {
        int[] shape = new int[example.rank() + 1];
        shape[0] = DYNAMIC;
        for (int axis = 0; axis < example.rank(); axis++) {
            shape[axis + 1] = example.dimension(axis);
        }
        return Ints.of(shape);
    }

    private int add(TensorType type, String name, Shape example, boolean isBatched) {
        int added = add(Tensor.activation(name, type, isBatched ? batched(example) : Ints.of(example.toArray())));
        ofWeights.set(added, !isBatched);
        return added;
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    private static Ints toInts(List<Integer> indices) {
        return Ints.of(indices.stream().mapToInt(Integer::intValue).toArray());
    }
}
