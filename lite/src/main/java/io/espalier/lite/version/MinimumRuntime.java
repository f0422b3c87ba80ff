// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.version;

import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * The oldest TFLite runtime that has all operator versions of a graph, kept in its metadata as {@code min_runtime_version}.
 *
 * <p>The numbers are those of TensorFlow's {@code runtime_version.cc}, for the operators that Espalier itself writes. For any other
 * operator what the file said before is believed.
 */
public final class MinimumRuntime {
    private static final RuntimeVersion FIRST = new RuntimeVersion(1, 5, 0);

    /** The operators and versions that one runtime was the first to have. */
    private record News(int major, int minor, String operators) {}

    private static final Map<BuiltinOperator, Map<Integer, RuntimeVersion>> SINCE = byOperator(List.of(
            new News(1, 6, "MEAN 1"),
            new News(1, 8, "PRELU 1"),
            new News(1, 9, "SIN 1, FLOOR 1, ARG_MAX 1, ARG_MIN 1"),
            new News(1, 10, "POW 1"),
            new News(1, 11, "REDUCE_PROD 1"),
            new News(1, 12, "DEPTHWISE_CONV_2D 2"),
            new News(1, 13, "LEAKY_RELU 1"),
            new News(1, 14, """
                    CONV_2D 3, DEPTHWISE_CONV_2D 3, FULLY_CONNECTED 3, FULLY_CONNECTED 4, ADD 2, SUB 2, MUL 2,
                    AVERAGE_POOL_2D 2, MAX_POOL_2D 2, SOFTMAX 2, LOG_SOFTMAX 1, LOG_SOFTMAX 2, L2_NORMALIZATION 2,
                    LOGISTIC 1, LOGISTIC 2, TANH 1, TANH 2, MEAN 2, REDUCE_MAX 2, REDUCE_MIN 2, CONCATENATION 2,
                    PAD 2, PADV2 2, PACK 2, UNPACK 2, SPLIT 2, SLICE 1, SLICE 2, STRIDED_SLICE 2, TRANSPOSE 2,
                    GATHER 2, GATHER_ND 1, MAXIMUM 1, MAXIMUM 2, MINIMUM 1, MINIMUM 2, RELU6 2, ELU 1,
                    SPACE_TO_DEPTH 2, SPACE_TO_BATCH_ND 2, BATCH_TO_SPACE_ND 2, RESIZE_BILINEAR 2,
                    RESIZE_NEAREST_NEIGHBOR 2, ARG_MAX 2, ARG_MIN 2, TOPK_V2 2, EQUAL 1, EQUAL 2, NOT_EQUAL 1,
                    NOT_EQUAL 2, GREATER 1, GREATER 2, GREATER_EQUAL 1, GREATER_EQUAL 2, LESS 1, LESS 2,
                    LESS_EQUAL 1, LESS_EQUAL 2, COS 1, CEIL 1, ROUND 1, SELECT 1, QUANTIZE 1, DEQUANTIZE 2,
                    EMBEDDING_LOOKUP 2, EMBEDDING_LOOKUP 3, LSTM 3, UNIDIRECTIONAL_SEQUENCE_LSTM 2,
                    BIDIRECTIONAL_SEQUENCE_LSTM 1, BIDIRECTIONAL_SEQUENCE_LSTM 2, BIDIRECTIONAL_SEQUENCE_LSTM 3,
                    BIDIRECTIONAL_SEQUENCE_RNN 1, BIDIRECTIONAL_SEQUENCE_RNN 2, RNN 2,
                    UNIDIRECTIONAL_SEQUENCE_RNN 1, UNIDIRECTIONAL_SEQUENCE_RNN 2, SVDF 2"""),
            new News(1, 15, "MUL 3, SUM 2, QUANTIZE 2, DEQUANTIZE 3, HARD_SWISH 1"),
            new News(2, 0, "FULLY_CONNECTED 5"),
            new News(2, 1, "FULLY_CONNECTED 6, RELU 2"),
            new News(2, 2, "DENSIFY 1, TRANSPOSE_CONV 2, SELECT_V2 1, RESIZE_BILINEAR 3"),
            new News(2, 3, """
                    CONV_2D 4, DEPTHWISE_CONV_2D 5, DEPTHWISE_CONV_2D 6, FULLY_CONNECTED 7, FULLY_CONNECTED 8,
                    FULLY_CONNECTED 9, TRANSPOSE_CONV 3, BATCH_MATMUL 1, BATCH_MATMUL 2, AVERAGE_POOL_2D 3,
                    MAX_POOL_2D 3, CONCATENATION 3, PACK 3, UNPACK 4, SPLIT 4, MUL 4, MAXIMUM 4, MINIMUM 4,
                    SOFTMAX 3, LOGISTIC 3, TANH 3, LEAKY_RELU 2, MIRROR_PAD 2, RESIZE_NEAREST_NEIGHBOR 3,
                    LSTM 4, UNIDIRECTIONAL_SEQUENCE_LSTM 3, BIDIRECTIONAL_SEQUENCE_RNN 3, RNN 3,
                    UNIDIRECTIONAL_SEQUENCE_RNN 3, SVDF 4"""),
            new News(2, 4, """
                    CONV_2D 5, ADD 3, SUB 5, MEAN 3, PAD 3, PADV2 3, SLICE 4, TRANSPOSE 5, GATHER 4,
                    BATCH_MATMUL 3, ABS 2, RESIZE_NEAREST_NEIGHBOR 4"""),
            new News(2, 5, """
                    RELU 3, RELU6 3, REDUCE_MAX 3, REDUCE_MIN 3, SQUARED_DIFFERENCE 2, DEPTH_TO_SPACE 2,
                    BROADCAST_TO 3, GATHER 5, GATHER_ND 3, RSQRT 2, ABS 3, FILL 3, REVERSE_V2 3, RESIZE_BILINEAR 4,
                    SLICE 5, BATCH_MATMUL 4"""),
            new News(2, 6, "REDUCE_PROD 2, PAD 4, PADV2 4, STRIDED_SLICE 6"),
            new News(2, 7, "DEQUANTIZE 5"),
            new News(2, 8, "TILE 3"),
            new News(2, 9, "GELU 2, DYNAMIC_UPDATE_SLICE 1"),
            new News(2, 11, "SIGN 1, CONV_2D 7, DEPTHWISE_CONV_2D 7, FULLY_CONNECTED 10"),
            new News(2, 17, "FULLY_CONNECTED 12"),
            new News(2, 18, "DEQUANTIZE 6"),
            // in no list: the runtime in which it was tried
            new News(2, 20, "EMBEDDING_LOOKUP 4")));

    private MinimumRuntime() {}

    private static Map<BuiltinOperator, Map<Integer, RuntimeVersion>> byOperator(List<News> all) {
        Map<BuiltinOperator, Map<Integer, RuntimeVersion>> since = new EnumMap<>(BuiltinOperator.class);
        for (News news : all) {
            RuntimeVersion runtime = new RuntimeVersion(news.major(), news.minor(), 0);
            // Not split at a pattern, which takes longer than all the rest at the start of a command.
            StringTokenizer words = new StringTokenizer(news.operators(), ", \n");
            while (words.hasMoreTokens()) {
                since.computeIfAbsent(BuiltinOperator.valueOf(words.nextToken()), first -> new HashMap<>())
                        .put(Integer.parseInt(words.nextToken()), runtime);
            }
        }
        return since;
    }

    /** The oldest runtime for this graph; never older than what its metadata say already. */
    public static RuntimeVersion of(Graph graph) {
        RuntimeVersion oldest = stated(graph).orElse(FIRST);
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                RuntimeVersion needed = SINCE.getOrDefault(operator.code().builtin(), Map.of())
                        .getOrDefault(operator.code().version(), FIRST);
                oldest = needed.compareTo(oldest) > 0 ? needed : oldest;
            }
        }
        return oldest;
    }

    /** The graph with its {@code min_runtime_version} up to date. */
    public static Graph stamp(Graph graph) {
        return graph.withMetadata(Metadata.minRuntimeVersion(of(graph).toString()));
    }

    private static Optional<RuntimeVersion> stated(Graph graph) {
        return graph.metadata(Metadata.MIN_RUNTIME_VERSION).flatMap(entry -> RuntimeVersion.parse(entry.asText()));
    }
}
