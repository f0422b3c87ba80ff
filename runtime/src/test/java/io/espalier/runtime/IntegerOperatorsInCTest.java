// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.testing.rig.Toolchain;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every operator that generated C has a kernel for, against the runtime: bit for bit, in several forms and scales. */
@Tag("conformance")
class IntegerOperatorsInCTest {
    private static final float[][] RANGES = {{-1, 3}, {2, 5}, {-6, -2}, {-7, 9}, {-0.3f, 0.2f}, {-30, 17}};

    private static final Set<BuiltinOperator> WITHOUT_KERNEL = EnumSet.of(
            BuiltinOperator.QUANTIZE,
            BuiltinOperator.DEQUANTIZE,
            BuiltinOperator.EMBEDDING_LOOKUP,
            BuiltinOperator.GREATER,
            BuiltinOperator.GREATER_EQUAL,
            BuiltinOperator.LESS,
            BuiltinOperator.LESS_EQUAL,
            BuiltinOperator.SELECT,
            BuiltinOperator.SELECT_V2,
            BuiltinOperator.LOG_SOFTMAX,
            BuiltinOperator.L2_NORMALIZATION,
            BuiltinOperator.REDUCE_PROD,
            BuiltinOperator.TOPK_V2,
            BuiltinOperator.SHAPE,
            BuiltinOperator.GATHER_ND,
            BuiltinOperator.SCATTER_ND,
            BuiltinOperator.FILL,
            BuiltinOperator.DYNAMIC_UPDATE_SLICE);

    /** Those that the reference resolver lacks, the sum, which it computes wrongly, and FULLY_CONNECTED, which it alone rounds once. */
    private static final Set<BuiltinOperator> WITHOUT_REFERENCE = EnumSet.of(
            BuiltinOperator.ELU,
            BuiltinOperator.TILE,
            BuiltinOperator.REVERSE_V2,
            BuiltinOperator.DEPTH_TO_SPACE,
            BuiltinOperator.SUM,
            BuiltinOperator.FULLY_CONNECTED,
            // C follows TFLite Micro, which has no table of float32
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.TANH);

    @Test
    void eightBitsAnswerLikeXnnpack() {
        TogetherInC all = operators(ActivationType.INT8, kind -> true);

        all.answerLikeXnnpack(CSettings.named("all"), Toolchain.sanitized());
        all.answerLikeXnnpack(CSettings.named("all").with(Objective.SPEED).with(ArenaPlace.CALLER), Toolchain.cpp());
    }

    @Test
    void eightBitsRoundedTwiceAnswerLikeReferenceKernels() {
        TogetherInC all = operators(ActivationType.INT8, kind -> !WITHOUT_REFERENCE.contains(kind));

        all.answerLikeReferenceKernels(CSettings.named("all"), Toolchain.bigEndian());
    }

    @Test
    void sixteenBitsAnswerLikeXnnpack() {
        TogetherInC all = operators(ActivationType.INT16, kind -> true);

        all.answerLikeXnnpack(CSettings.named("all"), Toolchain.sanitized());
        all.answerLikeXnnpack(CSettings.named("all"), Toolchain.bigEndian());
    }

    @Test
    void sixteenBitsRoundedTwiceAnswerLikeReferenceKernels() {
        TogetherInC all = operators(ActivationType.INT16, kind -> !WITHOUT_REFERENCE.contains(kind));

        all.answerLikeReferenceKernels(CSettings.named("all"), Toolchain.cpp());
    }

    private static TogetherInC operators(ActivationType type, Predicate<BuiltinOperator> wanted) {
        IntegerOptions options = type == ActivationType.INT8 ? IntegerOptions.INT8 : IntegerOptions.INT16X8;
        TogetherInC all = new TogetherInC();
        OperatorTable.rows().stream()
                .filter(row -> row.integerKernel(type).isPresent())
                .filter(row -> row.inputs().stream().noneMatch(Operand.State.class::isInstance))
                .filter(row -> !WITHOUT_KERNEL.contains(row.operator()) && wanted.test(row.operator()))
                .forEach(row -> addRanges(all, row.operator(), options));
        int number = 0;
        for (Map.Entry<String, Graph> more : MoreIntegerGraphs.all().entrySet()) {
            BuiltinOperator kind =
                    more.getValue().main().operators().get(0).code().builtin();
            boolean has = OperatorTable.rows().stream()
                    .anyMatch(row ->
                            row.operator() == kind && row.integerKernel(type).isPresent());
            float[] range = RANGES[number++ % RANGES.length];
            if (has && wanted.test(kind)) {
                all.add(more.getKey(), more.getValue(), options, range[0], range[1]);
            }
        }
        return all;
    }

    private static void addRanges(TogetherInC all, BuiltinOperator kind, IntegerOptions options) {
        boolean positive = kind == BuiltinOperator.LOG || kind == BuiltinOperator.RSQRT;
        for (float[] range : RANGES) {
            float high = positive ? Math.max(Math.abs(range[0]), Math.abs(range[1])) : range[1];
            float low = positive ? high / 40 : range[0];
            // 16-bit roots of stored zeros and of what is below them are an error
            if (kind != BuiltinOperator.RSQRT || options.equals(IntegerOptions.INT8)) {
                all.add(kind + " from " + low + " to " + high, IntegerKernelGraphs.of(kind), options, low, high);
            }
        }
    }
}
