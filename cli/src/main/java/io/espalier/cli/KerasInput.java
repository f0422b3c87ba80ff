// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasReader;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a Keras model is read that does not say all of it itself. */
final class KerasInput {
    /** What {@link InputFile#KERAS} may be. */
    static final String FORMS = "A model of Keras: .keras, .h5, or the JSON of an architecture.";

    private final Argument<Shape> inputShape;
    private final Argument<Path> weights;

    KerasInput(Arguments arguments) {
        inputShape = arguments.option(
                Shape.class,
                Arguments.named(
                                "--input-shape",
                                "N",
                                "Shape of one example, channels last, such as 224,224,3; for dimensions that the model leaves open.")
                        .converters(new Dimensions())
                        .completionCandidates(List.of("224,224,3")));
        weights = arguments.option(
                Path.class,
                Arguments.named(
                        "--weights",
                        "FILE",
                        "The weights of an architecture in JSON, as save_weights of Keras wrote them."));
    }

    /** Reads the model, and says where that is not what was trained. */
    Model read(Path file, Terminal terminal) throws IOException {
        terminal.reads(file);
        KerasReader reader = KerasReader.standard();
        Shape shape = inputShape.orNull();
        if (shape != null) {
            reader = reader.inputShape(
                    shape.dimensions().stream().mapToInt(Integer::intValue).toArray());
        }
        Path separate = weights.orNull();
        Model model = separate == null ? reader.read(file) : reader.read(file, separate);
        if (shape != null) {
            requireFit(shape, model, file);
        }
        if (separate == null && KerasFiles.isArchitecture(file)) {
            terminal.note(
                    file
                            + ": is an architecture without weights; they start anew, from seed 0, unless --weights names a file");
        }
        return model;
    }

    private static void requireFit(Shape given, Model model, Path file) {
        List<Shape> inputs = model.inputs().stream().map(model::outputShape).toList();
        if (!inputs.contains(given)) {
            throw new UsageException("--input-shape closes dimensions that a model leaves open, but " + file + " takes "
                    + inputs.stream().map(Shape::toString).collect(Collectors.joining(" and ")) + ", not " + given);
        }
    }

    /** @throws UsageException if something is given that is for models of Keras alone */
    void refuseFor(Path tflite) {
        List<String> given = Argument.given(inputShape, weights);
        if (!given.isEmpty()) {
            throw new UsageException(String.join(", ", given) + " is for models of Keras; " + tflite
                    + " is a .tflite file, which is whole");
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
                            "'" + text + "' is no shape: write dimensions of at least 1 with commas between");
                }
                dimensions.add(Integer.parseInt(dimension.strip()));
            }
            return new Shape(dimensions);
        }
    }
}
