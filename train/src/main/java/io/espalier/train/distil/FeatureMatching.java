// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.distil;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.ForwardPass;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.Rows;
import io.espalier.train.technique.StateVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The mean squared difference between the outputs of layers of a teacher and of a student, activations included:
 *
 * <pre>
 *   sum over pairs of weight * mean((teacher - regressor(student))^2)
 * </pre>
 *
 * <p>Where the two have other numbers of channels, a linear regressor with a bias makes the teacher's of the student's: a 1x1 convolution, or a
 * dense layer where there are no places. It starts by Glorot's rule, is trained with the student, and thrown away.
 *
 * <p>The teacher runs as it is used, beside the student in each training step, up to the last of its layers that is needed: features are
 * large, and none is ever kept.
 *
 * @param teacher with the layers that are matched as its outputs
 * @param inputs the names of the student's inputs, in the order of the teacher's
 * @param shapes the shapes of the outputs of the student's layers, by layer name
 * @see <a href="https://arxiv.org/abs/1412.6550">Romero et al., FitNets: Hints for Thin Deep Nets (2014)</a>
 */
public record FeatureMatching(Model teacher, List<String> inputs, Map<String, Shape> shapes, List<FeaturePair> pairs)
        implements Loss.Auxiliary {
    private static final String TEACHER = "teacher/";

    public FeatureMatching {
        inputs = List.copyOf(inputs);
        shapes = Map.copyOf(shapes);
        pairs = List.copyOf(pairs);
    }

    /**
     * For a student and a teacher that take the same examples: both have inputs of the same names, or as many that share no name, in the same order.
     *
     * @throws io.espalier.model.tensor.ModelException if a layer is not there; offers the nearest
     * @throws TrainingException if two layers cannot be compared, or teacher and student take other inputs
     */
    public static FeatureMatching of(Model teacher, Model student, List<FeaturePair> pairs) {
        List<String> inputs = inputs(teacher, student);
        pairs.forEach(pair -> requireComparable(pair, teacher, student));
        List<String> matched =
                pairs.stream().map(FeaturePair::teacher).distinct().toList();
        Map<String, Shape> shapes = pairs.stream()
                .map(FeaturePair::student)
                .distinct()
                .collect(Collectors.toMap(layer -> layer, student::outputShape));
        Model cut = Model.of(teacher.name(), Model.Topology.FUNCTIONAL, teacher.nodes(), matched, teacher.weights());
        return new FeatureMatching(cut, inputs, shapes, pairs);
    }

    private static List<String> inputs(Model teacher, Model student) {
        List<String> theirs = teacher.inputs().stream().map(Node::name).toList();
        List<String> ours = student.inputs().stream().map(Node::name).toList();
        boolean inOrder = theirs.size() == ours.size() && Collections.disjoint(theirs, ours);
        if (!inOrder && !Set.copyOf(theirs).equals(Set.copyOf(ours))) {
            throw new TrainingException("the teacher, model '" + teacher.name() + "', has the inputs " + theirs
                    + ", but the student, model '" + student.name() + "', has " + ours
                    + "; both must have inputs of the same names");
        }
        List<String> inputs = inOrder ? ours : theirs;
        for (int place = 0; place < inputs.size(); place++) {
            requireSameInput(teacher.inputs().get(place), teacher, student.node(inputs.get(place)), student);
        }
        return inputs;
    }

    private static void requireSameInput(Node taught, Model teacher, Node learnt, Model student) {
        Shape ours = student.outputShape(learnt);
        Shape theirs = teacher.outputShape(taught);
        if (!ours.squeezed().equals(theirs.squeezed())) {
            throw new TrainingException("the teacher's input is " + theirs.batched() + ", but the student's is "
                    + ours.batched() + "; both must take the same examples");
        }
    }

    private static void requireComparable(FeaturePair pair, Model teacher, Model student) {
        Shape theirs = teacher.outputShape(pair.teacher());
        Shape ours = student.outputShape(pair.student());
        List<Node> used = ForwardPass.usedNodes(student);
        if (!used.contains(student.node(pair.student()))) {
            throw new TrainingException("layer '" + pair.student()
                    + "' of the student does not lead to an output; choose a layer that does");
        }
        if (!places(theirs).equals(places(ours))) {
            List<String> fitting = used.stream()
                    .filter(node -> places(student.outputShape(node)).equals(places(theirs)))
                    .map(Node::name)
                    .toList();
            throw new TrainingException(
                    "layer '" + pair.teacher() + "' of the teacher has output shape " + theirs.batched()
                            + ", but layer '" + pair.student() + "' of the student " + ours.batched()
                            + "; all dimensions except the last must be equal; possible layers of the student: "
                            + fitting);
        }
    }

    private static List<Integer> places(Shape shape) {
        return shape.dimensions().subList(0, shape.rank() - 1);
    }

    @Override
    public void check(Model model) {
        shapes.forEach((layer, shape) -> {
            if (!model.outputShape(layer).equals(shape)) {
                throw new TrainingException("layer '" + layer + "' has output shape "
                        + model.outputShape(layer).batched()
                        + ", but this loss was created for a student with output shape "
                        + shape.batched() + "; create the loss for the model that is trained");
            }
        });
    }

    @Override
    public List<StateVariable> variables() {
        List<StateVariable> variables = new ArrayList<>();
        for (Node node : ForwardPass.usedNodes(teacher)) {
            for (WeightSpec spec : teacher.weightSpecs(node)) {
                WeightKey key = new WeightKey(node.name(), spec.name());
                variables.add(
                        StateVariable.fixed(TEACHER + key, teacher.weights().get(key)));
            }
        }
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (needsRegressor(pair)) {
                Shape kernel = Shape.of(ours(pair).channels(), theirs(pair).channels());
                variables.add(StateVariable.trainable(
                        kernel(pair), Initializer.GLOROT_UNIFORM.initialize(kernel, new SplittableRandom(pair))));
                variables.add(StateVariable.trainable(
                        bias(pair),
                        Initializer.ZEROS.initialize(Shape.of(kernel.channels()), new SplittableRandom(pair))));
            }
        }
        return variables;
    }

    private Shape ours(int pair) {
        return Objects.requireNonNull(shapes.get(pairs.get(pair).student()));
    }

    private Shape theirs(int pair) {
        return teacher.outputShape(pairs.get(pair).teacher());
    }

    private boolean needsRegressor(int pair) {
        return ours(pair).channels() != theirs(pair).channels();
    }

    private static String kernel(int pair) {
        return "regressor/" + pair + "/kernel";
    }

    private static String bias(int pair) {
        return "regressor/" + pair + "/bias";
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, Map<String, LayerOutput> layers, Map<String, Operand<TFloat32>> variables) {
        List<LayerOutput> taught = taught(tf, layers, variables);
        return IntStream.range(0, pairs.size())
                .mapToObj(pair -> {
                    FeaturePair names = pairs.get(pair);
                    Operand<TFloat32> theirs = taught.get(teacher.outputs().indexOf(names.teacher()))
                            .values();
                    Operand<TFloat32> ours = find(layers, names.student()).values();
                    Operand<TFloat32> difference = difference(tf, pair, theirs, ours, variables);
                    return (Operand<TFloat32>) tf.math.mul(tf.constant(names.weight()), difference);
                })
                .reduce((left, right) -> tf.math.add(left, right))
                .orElseThrow();
    }

    private List<LayerOutput> taught(
            Ops tf, Map<String, LayerOutput> layers, Map<String, Operand<TFloat32>> variables) {
        Map<String, Operand<TFloat32>> batch = new LinkedHashMap<>();
        for (Node input : teacher.inputs()) {
            LayerOutput values = find(layers, inputs.get(batch.size()));
            batch.put(input.name(), inShape(tf, values.values(), teacher.outputShape(input)));
        }
        return new ForwardPass(teacher, key -> find(variables, TEACHER + key))
                .inference(tf.withSubScope("teacher"), batch);
    }

    private static Operand<TFloat32> inShape(Ops tf, Operand<TFloat32> batch, Shape shape) {
        int[] dimensions = IntStream.concat(IntStream.of(-1), IntStream.of(shape.toArray()))
                .toArray();
        Operand<TInt32> wanted = tf.constant(dimensions);
        return tf.reshape(batch, wanted);
    }

    private Operand<TFloat32> difference(
            Ops tf,
            int pair,
            Operand<TFloat32> theirs,
            Operand<TFloat32> ours,
            Map<String, Operand<TFloat32>> variables) {
        Operand<TFloat32> rows = Rows.of(tf, ours);
        if (needsRegressor(pair)) {
            rows = tf.math.add(tf.linalg.matMul(rows, find(variables, kernel(pair))), find(variables, bias(pair)));
        }
        Operand<TFloat32> off = tf.math.sub(rows, Rows.of(tf, theirs));
        return Rows.mean(tf, Rows.flat(tf, tf.math.square(off)));
    }

    private static <T> T find(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }
}
