// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.compress.CompressionException;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Tasks;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** .tflite files of two inputs, {@code left} and {@code right}, and two outputs, {@code kind} and {@code size}, or others. */
class TeacherOfSeveralOutputsTest {
    private static final int EXAMPLES = 50;
    private static final int NUMBERS = 3;
    private static final List<String> INPUTS = List.of("left", "right");
    private static final List<String> OUTPUTS = List.of("kind", "size");

    private final Model student = network(INPUTS, OUTPUTS);
    private final Dataset examples = examples();
    private final Tasks tasks = Tasks.of(ModelOutput.all(student, Optional.empty()), Tasks.Choices.NONE, examples);

    @TempDir
    Path folder;

    /** By their names whatever their order, and in their order where no name is shared. */
    @ParameterizedTest
    @CsvSource({
        "left, right, kind, size",
        "right, left, size, kind",
        "left, right, what, how-large",
        "first, second, kind, size",
        "first, second, what, how-large",
    })
    void aLiteFileTeachesEachOutputAsTheModelItCameFrom(String first, String second, String third, String fourth)
            throws IOException {
        float[] expected = targets(Distillation.from(student));

        float[] actual = targets(TeacherFile.open(file(List.of(first, second), List.of(third, fourth))));

        assertThat(actual).containsExactly(expected, within(1e-4f));
    }

    @Test
    void namesAndPlacesThatContradictEachOtherAreRefused() throws IOException {
        Path outputs = file(INPUTS, List.of("size", "what"));
        Path inputs = file(List.of("other", "left"), OUTPUTS);

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> TeacherFile.open(outputs).withTasks(tasks))
                .withMessageContaining(
                        "the student has the outputs [kind, size], but the teacher has the outputs [size, what]")
                .withMessageContaining("by its name, 'size' belongs to number 1, by its place to number 2");
        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> targets(TeacherFile.open(inputs)))
                .withMessageContaining("the teacher has the inputs [")
                .withMessageContaining("pairs has the inputs [left, right]");
    }

    @Test
    void whatATeacherHasMoreIsNotAskedFor() throws IOException {
        float[] expected = targets(Distillation.from(student));

        assertThat(targets(TeacherFile.open(file(INPUTS, List.of("more", "kind", "size")))))
                .containsExactly(expected, within(1e-4f));
        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() ->
                        TeacherFile.open(file(INPUTS, List.of("a", "b", "c"))).withTasks(tasks))
                .withMessageContaining("but the teacher has the outputs [a, b, c]; both must have as many");
    }

    @Test
    void anOutputOfAnotherShapeIsRefusedBeforeTheFirstEpoch() throws IOException {
        Path swapped = file(INPUTS, List.of("how-large", "what"));
        CompressionRecipe recipe = CompressionRecipe.parse(
                "{batch_size: 10, steps: [{distil: '" + swapped + "', train: {epochs: 1}}, {export: [h5]}]}", "small");

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> RecipeRun.rehearse(
                        recipe,
                        student,
                        tasks,
                        new ExperimentData("pairs", examples, examples),
                        teacher -> TeacherFile.open(Path.of(teacher))))
                .withMessageContaining(
                        "step 1 (distil): output 'how-large' of the teacher has 1 classes, but output 'kind' of"
                                + " the student has 4");
    }

    private float[] targets(Distillation distillation) {
        Dataset taught = distillation.withTasks(tasks).teach(examples);
        ByteBuffer targets = buffer(EXAMPLES * taught.targets().elements());
        taught.readTargets(IntStream.range(0, EXAMPLES).toArray(), 0, EXAMPLES, targets);
        float[] numbers = new float[targets.position() / Float.BYTES];
        targets.flip().asFloatBuffer().get(numbers);
        return numbers;
    }

    private Path file(List<String> inputs, List<String> outputs) throws IOException {
        Path file = folder.resolve(String.join("-", outputs) + ".tflite");
        GraphWriter.write(Converter.convert(network(inputs, outputs)), file);
        return file;
    }

    /** What is called by a name of the student does the same; others do in the same place. */
    private static Model network(List<String> inputs, List<String> outputs) {
        FunctionalBuilder builder = Model.functional();
        Map<String, SymbolicTensor> taken = new LinkedHashMap<>();
        for (String input : inputs) {
            String stands =
                    INPUTS.contains(input) ? input : inputs.contains("left") ? "right" : INPUTS.get(taken.size());
            taken.put(stands, builder.apply(input, new Input(Shape.of(NUMBERS))));
        }
        SymbolicTensor both = builder.apply(
                new Concatenate(),
                Objects.requireNonNull(taken.get("left")),
                Objects.requireNonNull(taken.get("right")));
        SymbolicTensor[] answers = outputs.stream()
                .map(output -> builder.apply(
                        output,
                        isSize(output) ? Dense.of(1) : Dense.of(4).withActivation(ActivationFunction.SOFTMAX),
                        both))
                .toArray(SymbolicTensor[]::new);
        Model random = builder.build(1, answers);
        return random.withWeights(random.weights()
                .map((key, tensor) -> weights(isSize(key.layer()) ? 2 : 1, tensor.shape())));
    }

    private static boolean isSize(String output) {
        return output.equals("size") || output.equals("how-large");
    }

    private static Tensor weights(long seed, Shape shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[shape.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(shape, numbers);
    }

    private static Dataset examples() {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, NumericArray> inputs = new LinkedHashMap<>();
        INPUTS.forEach(input -> inputs.put(input, floats(NUMBERS, random)));
        ByteBuffer kinds = buffer(EXAMPLES);
        for (int i = 0; i < EXAMPLES; i++) {
            kinds.putInt(i % 4);
        }
        Dataset kind = ArrayDataset.of(
                "pairs",
                inputs,
                new NumericArray(ElementType.INT32, List.of(EXAMPLES), kinds.flip()),
                Scaling.IDENTITY,
                List.of("a", "b", "c", "d"));
        Dataset size = ArrayDataset.of("pairs", inputs, floats(1, random), Scaling.IDENTITY, List.of());
        Map<String, Dataset> labelled = new LinkedHashMap<>();
        labelled.put("kind", kind);
        labelled.put("size", size);
        return kind.withLabels(labelled);
    }

    private static NumericArray floats(int columns, SplittableRandom random) {
        ByteBuffer numbers = buffer(EXAMPLES * columns);
        for (int i = 0; i < EXAMPLES * columns; i++) {
            numbers.putFloat((float) random.nextDouble(-2, 2));
        }
        return new NumericArray(ElementType.FLOAT32, List.of(EXAMPLES, columns), numbers.flip());
    }

    private static ByteBuffer buffer(int numbers) {
        return ByteBuffer.allocateDirect(numbers * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
