// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.stream.Stream;

/** An enumeration of the schema that an options field can hold: how it is stored, and the names of its values, from 0 on. */
record Enumeration(String schemaType, FieldKind kind, List<String> names) {
    private static final List<Enumeration> ALL = List.of(
            of("Padding", Padding.values()),
            of("ActivationFunctionType", ActivationFunction.values()),
            of("TensorType", TensorType.values()),
            of("LSHProjectionType", "UNKNOWN", "SPARSE", "DENSE"),
            of("FullyConnectedOptionsWeightsFormat", FullyConnectedWeightsFormat.values()),
            of("LSTMKernelType", "FULL", "BASIC"),
            of("CombinerType", "SUM", "MEAN", "SQRTN"),
            of("MirrorPadMode", MirrorPadMode.values()),
            of("RngAlgorithm", "DEFAULT", "PHILOX", "THREEFRY"),
            of("CustomOptionsFormat", "FLEXBUFFERS"),
            new Enumeration(
                    "StablehloComparisonDirection", FieldKind.UINT, List.of("EQ", "NE", "GE", "GT", "LE", "LT")),
            new Enumeration(
                    "StablehloComparisonType",
                    FieldKind.UINT,
                    List.of("NOTYPE", "FLOAT", "FLOAT_TOTAL_ORDER", "SIGNED", "UNSIGNED")),
            new Enumeration(
                    "ReduceWindowFunction",
                    FieldKind.INT,
                    List.of("UNSUPPORTED", "ADD", "MUL", "MINIMUM", "MAXIMUM", "ALL", "ANY")));

    Enumeration {
        names = List.copyOf(names);
    }

    private static Enumeration of(String schemaType, Enum<?>... values) {
        return of(schemaType, Stream.of(values).map(Enum::name).toArray(String[]::new));
    }

    private static Enumeration of(String schemaType, String... names) {
        return new Enumeration(schemaType, FieldKind.BYTE, List.of(names));
    }

    static Enumeration of(String schemaType) {
        return ALL.stream()
                .filter(enumeration -> enumeration.schemaType.equals(schemaType))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no enumeration is called " + schemaType));
    }
}
