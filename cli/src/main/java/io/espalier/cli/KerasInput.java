// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.tensorflow.FrozenGraphFormat;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.lite.tensorflow.TfjsGraphFormat;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a Keras model is read that does not say all of it itself. */
final class KerasInput {
    /** What a Keras model may be. */
    static final String FORMS =
            "A model, a .keras, .h5, .pb or .tflite file, an architecture as .json, or the folder of a SavedModel or a TensorFlow.js model.";

    private final Argument<Shape> inputShape;
    private final Argument<Path> weights;
    private final Argument<String> signature;
    private final Argument<String> inputs;
    private final Argument<String> outputs;
    private final String weightsOption;

    KerasInput(Arguments arguments) {
        this(arguments, "--weights");
    }

    /** @param weightsOption the name of the option for the weights of an architecture */
    KerasInput(Arguments arguments, String weightsOption) {
        this.weightsOption = weightsOption;
        inputShape = arguments.option(
                Shape.class,
                Arguments.named(
                                "--input-shape",
                                "N",
                                "Shape of one example, channels last, such as 224,224,3, if the model leaves dimensions open.")
                        .converters(new Dimensions())
                        .completionCandidates(List.of("224,224,3")));
        weights = arguments.option(
                Path.class,
                Arguments.named(
                        weightsOption,
                        "FILE",
                        "Weights for a .json architecture, as written by Keras's save_weights."));
        signature = arguments.option(
                String.class,
                Arguments.named(
                        "--signature",
                        "NAME",
                        "Which signature of a SavedModel (default: all, serving_default first)."));
        inputs = arguments.option(
                String.class,
                Arguments.named("--inputs", "NAME,...", "Inputs of a frozen graph (.pb) (default: its placeholders)."));
        outputs = arguments.option(
                String.class,
                Arguments.named(
                        "--outputs", "NAME,...", "Outputs of a frozen graph (.pb) (default: what no node takes)."));
    }

    /** What the options say that a file leaves open. */
    ReadOptions options() {
        return new ReadOptions(
                Optional.ofNullable(inputShape.orNull()),
                Optional.ofNullable(weights.orNull()),
                Optional.ofNullable(signature.orNull()),
                names(inputs),
                names(outputs));
    }

    private static List<String> names(Argument<String> given) {
        String names = given.orNull();
        return names == null
                ? List.of()
                : Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }

    /** Reads the model, and says where that is not what was trained. */
    StoredModel<?> read(InputModel opened, Terminal terminal) throws IOException {
        Path file = opened.path();
        terminal.reads(file);
        Shape shape = inputShape.orNull();
        Path separate = weights.orNull();
        refuseOthers(opened);
        StoredModel<?> stored = opened.read(Object.class);
        stored.notes().forEach(note -> terminal.note(file + ": " + note));
        if (shape != null && stored.content() instanceof Model model) {
            requireFit(shape, model, file);
        }
        if (separate == null && !opened.holdsWeights()) {
            terminal.note(withoutWeights(file) + ". Use " + weightsOption + " FILE to load weights");
        }
        return stored;
    }

    /** @throws UsageException if something is given that a model of this format says itself, or has not */
    void refuseOthers(InputModel opened) {
        ModelFormat<?> format = opened.format();
        boolean hasNoSignature = format == FrozenGraphFormat.FROZEN_GRAPH || format == TfjsGraphFormat.TFJS_GRAPH;
        List<String> others = new ArrayList<>();
        others.addAll(opened.isTflite() ? Argument.given(inputShape) : List.of());
        others.addAll(format == SavedModelFormat.SAVED_MODEL ? List.of() : Argument.given(signature));
        others.addAll(hasNoSignature ? List.of() : Argument.given(inputs, outputs));
        if (!others.isEmpty()) {
            throw UsageException.leavingOut(
                    String.join(", ", others) + " is not for a model of format " + format.id() + ", but "
                            + opened.path() + " is one; leave it out",
                    others);
        }
        List<String> separate = Argument.given(weights);
        if (opened.holdsWeights() && !separate.isEmpty()) {
            throw UsageException.leavingOut(
                    weightsOption + " is for a .json architecture, but " + opened.path()
                            + " holds weights of its own; leave it out, or give the model as model.to_json() writes it",
                    separate);
        }
    }

    /** What to know of a model read from a file that holds no weights. */
    static String withoutWeights(Path file) {
        return file + ": architecture without weights; initialized at random with seed 0";
    }

    private static void requireFit(Shape given, Model model, Path file) {
        List<Shape> inputs = model.inputs().stream().map(model::outputShape).toList();
        if (!inputs.contains(given)) {
            throw new UsageException("--input-shape only sets dimensions that a model leaves open, but " + file
                    + " takes " + inputs.stream().map(Shape::toString).collect(Collectors.joining(" and ")) + ", not "
                    + given);
        }
    }

    /** Reads dimensions with commas between. */
    static final class Dimensions implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            List<Integer> dimensions = new ArrayList<>();
            for (String dimension : text.split(",", -1)) {
                if (!dimension.strip().matches("[1-9][0-9]{0,8}")) {
                    throw new TypeConversionException(
                            "'" + text + "' is not a shape; give dimensions of at least 1, separated by commas");
                }
                dimensions.add(Integer.parseInt(dimension.strip()));
            }
            return new Shape(dimensions);
        }
    }
}
