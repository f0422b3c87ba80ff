// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Preprocessing;
import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How bytes become a model's inputs, where its file does not say it or says something else. */
final class ScaleOption {
    static final String NAME = "--scale";

    private final Argument<Scaling> scale;

    ScaleOption(Arguments arguments) {
        scale = arguments.option(
                Scaling.class,
                Arguments.named(
                                NAME,
                                "RANGE",
                                "Range to which bytes of DATA are scaled: 0..1, -1..1, or none for 0..255"
                                        + " (default: as recorded in the model file, otherwise 0..1).")
                        .converters(new Range())
                        .completionCandidates(List.of("0..1", "-1..1", "none")));
    }

    /** What is done to bytes before this model sees them. */
    InputScale of(Optional<Provenance> model) {
        Preprocessing known = model.map(Provenance::preprocessing).orElse(null);
        Scaling bytes = scale.orNull();
        if (bytes == null) {
            return new InputScale(known, known == null ? InputScale.Reason.DEFAULT : InputScale.Reason.RECORDED);
        }
        return new InputScale(
                Objects.requireNonNullElse(known, Preprocessing.DEFAULT).withScaling(bytes), InputScale.Reason.ASKED);
    }

    /** The option as it was given, for a command that goes on with the same data; none if it was not. */
    List<String> words() {
        @Nullable Scaling bytes = scale.orNull();
        if (bytes == null) {
            return List.of();
        }
        return List.of(
                NAME, bytes.equals(Scaling.IDENTITY) ? "none" : bytes.equals(Scaling.SIGNED_UNIT) ? "-1..1" : "0..1");
    }

    /** Reads the option. */
    static final class Range implements ITypeConverter<Scaling> {
        @Override
        public Scaling convert(String range) {
            return switch (range) {
                case "0..1" -> Scaling.UNIT;
                case "-1..1" -> Scaling.SIGNED_UNIT;
                case "none" -> Scaling.IDENTITY;
                default ->
                    throw new TypeConversionException("unknown range '" + range + "'; choose 0..1, -1..1 or none");
            };
        }
    }
}
