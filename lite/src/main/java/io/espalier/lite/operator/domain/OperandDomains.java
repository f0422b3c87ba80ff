// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import static io.espalier.lite.operator.domain.Indices.axis;
import static io.espalier.lite.operator.domain.Indices.coordinates;
import static io.espalier.lite.operator.domain.Indices.coordinatesInShape;
import static io.espalier.lite.operator.domain.Indices.eachDimension;
import static io.espalier.lite.operator.domain.Sizes.atLeast;
import static io.espalier.lite.operator.domain.Sizes.outputShape;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All operands that cannot take every number of their type: operator, position, domain. */
final class OperandDomains {
    private record Place(BuiltinOperator operator, int position) {}

    private record Row(Place place, Domain domain) {}

    private static final List<Row> ROWS = Stream.of(
                    // indices
                    row(BuiltinOperator.GATHER, 1, Indices.alongOption(0, "axis")),
                    row(BuiltinOperator.GATHER_ND, 1, coordinates(0)),
                    row(BuiltinOperator.EMBEDDING_LOOKUP, 0, Indices.along(1, 0)),
                    row(BuiltinOperator.EMBEDDING_LOOKUP_SPARSE, 0, Indices.along(4, 0)),
                    row(BuiltinOperator.EMBEDDING_LOOKUP_SPARSE, 1, coordinatesInShape(2)),
                    row(BuiltinOperator.EMBEDDING_LOOKUP_SPARSE, 2, atLeast(0, 1)),
                    row(BuiltinOperator.SCATTER_ND, 0, coordinatesInShape(2)),
                    row(BuiltinOperator.SCATTER_ND, 2, outputShape(0)),
                    row(BuiltinOperator.SPARSE_TO_DENSE, 0, coordinatesInShape(1)),
                    row(BuiltinOperator.SPARSE_TO_DENSE, 1, outputShape(0)),
                    row(BuiltinOperator.SEGMENT_SUM, 1, Indices.rising()),
                    row(BuiltinOperator.UNSORTED_SEGMENT_SUM, 1, Indices.belowValue(2)),
                    row(BuiltinOperator.UNSORTED_SEGMENT_PROD, 1, Indices.belowValue(2)),
                    row(BuiltinOperator.UNSORTED_SEGMENT_MAX, 1, Indices.belowValue(2)),
                    row(BuiltinOperator.UNSORTED_SEGMENT_MIN, 1, Indices.belowValue(2)),
                    row(BuiltinOperator.UNSORTED_SEGMENT_SUM, 2, atLeast(0, 1)),
                    row(BuiltinOperator.UNSORTED_SEGMENT_PROD, 2, atLeast(0, 1)),
                    row(BuiltinOperator.UNSORTED_SEGMENT_MAX, 2, atLeast(0, 1)),
                    row(BuiltinOperator.UNSORTED_SEGMENT_MIN, 2, atLeast(0, 1)),
                    // counts
                    row(BuiltinOperator.TOPK_V2, 1, Indices.countAlong(0, 1)),
                    row(BuiltinOperator.REVERSE_SEQUENCE, 1, Indices.countAlongOption(0, "seq_dim")),
                    row(BuiltinOperator.ONE_HOT, 1, atLeast(0, 2)),
                    row(BuiltinOperator.MULTINOMIAL, 1, atLeast(0, 1)),
                    row(BuiltinOperator.NON_MAX_SUPPRESSION_V4, 2, atLeast(0, 1)),
                    row(BuiltinOperator.NON_MAX_SUPPRESSION_V5, 2, atLeast(0, 1)),
                    row(BuiltinOperator.TILE, 1, atLeast(0, 1)),
                    // dimensions
                    row(BuiltinOperator.ARG_MAX, 1, axis(0, 0)),
                    row(BuiltinOperator.ARG_MIN, 1, axis(0, 0)),
                    row(BuiltinOperator.MEAN, 1, axis(0, 0)),
                    row(BuiltinOperator.SUM, 1, axis(0, 0)),
                    row(BuiltinOperator.REDUCE_MAX, 1, axis(0, 0)),
                    row(BuiltinOperator.REDUCE_MIN, 1, axis(0, 0)),
                    row(BuiltinOperator.REDUCE_PROD, 1, axis(0, 0)),
                    row(BuiltinOperator.REDUCE_ANY, 1, axis(0, 0)),
                    row(BuiltinOperator.REDUCE_ALL, 1, axis(0, 0)),
                    row(BuiltinOperator.REVERSE_V2, 1, axis(0, 0)),
                    row(BuiltinOperator.CUMSUM, 1, axis(0, 0)),
                    row(BuiltinOperator.SPLIT, 0, axis(1, 0)),
                    row(BuiltinOperator.SPLIT_V, 1, atLeast(-1)),
                    row(BuiltinOperator.SPLIT_V, 2, axis(0, 0)),
                    row(BuiltinOperator.EXPAND_DIMS, 1, axis(0, 1)),
                    row(BuiltinOperator.TRANSPOSE, 1, Indices.permutation(0)),
                    // parts and edges
                    row(BuiltinOperator.SLICE, 1, eachDimension(0, 0, 0, 0)),
                    row(BuiltinOperator.SLICE, 2, eachDimension(0, -1, 0, -1)),
                    row(BuiltinOperator.STRIDED_SLICE, 1, Sizes.sliceBegin()),
                    row(BuiltinOperator.STRIDED_SLICE, 2, Sizes.sliceEnd()),
                    row(BuiltinOperator.STRIDED_SLICE, 3, Sizes.divisor()),
                    row(BuiltinOperator.PAD, 1, atLeast(0, 0)),
                    row(BuiltinOperator.PADV2, 1, atLeast(0, 0)),
                    row(BuiltinOperator.MIRROR_PAD, 1, Sizes.mirrorPadding()),
                    row(BuiltinOperator.SPACE_TO_BATCH_ND, 1, atLeast(1, 1)),
                    row(BuiltinOperator.SPACE_TO_BATCH_ND, 2, atLeast(0, 0)),
                    row(BuiltinOperator.BATCH_TO_SPACE_ND, 1, atLeast(1, 1)),
                    row(BuiltinOperator.BATCH_TO_SPACE_ND, 2, atLeast(0, 0)),
                    // shapes
                    row(BuiltinOperator.RESHAPE, 1, outputShape(-1)),
                    row(BuiltinOperator.FILL, 0, outputShape(0)),
                    row(BuiltinOperator.BROADCAST_TO, 1, outputShape(0)),
                    row(BuiltinOperator.BROADCAST_ARGS, 0, atLeast(0, 1)),
                    row(BuiltinOperator.BROADCAST_ARGS, 1, atLeast(0, 1)),
                    row(BuiltinOperator.RANDOM_UNIFORM, 0, outputShape(0)),
                    row(BuiltinOperator.RANDOM_STANDARD_NORMAL, 0, outputShape(0)),
                    row(BuiltinOperator.RESIZE_BILINEAR, 1, Sizes.pictureSize()),
                    row(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, 1, Sizes.pictureSize()),
                    row(BuiltinOperator.TRANSPOSE_CONV, 0, Sizes.transposedConvolution()),
                    row(BuiltinOperator.CONV_3D_TRANSPOSE, 0, Sizes.declaredOutput()),
                    row(BuiltinOperator.RFFT2D, 1, atLeast(1)),
                    // arithmetic
                    row(BuiltinOperator.RANGE, 0, Sizes.usually(0)),
                    row(BuiltinOperator.RANGE, 1, Sizes.usually(1)),
                    row(BuiltinOperator.RANGE, 2, Sizes.divisor()),
                    row(BuiltinOperator.DIV, 1, Sizes.divisor()),
                    row(BuiltinOperator.FLOOR_DIV, 1, Sizes.divisor()),
                    row(BuiltinOperator.FLOOR_MOD, 1, Sizes.divisor()))
            .toList();

    private static final Map<Place, Domain> BY_PLACE = ROWS.stream().collect(Collectors.toMap(Row::place, Row::domain));

    private OperandDomains() {}

    /** Empty where every number will do. */
    static Optional<Domain> of(BuiltinOperator operator, int position) {
        return Optional.ofNullable(BY_PLACE.get(new Place(operator, position)));
    }

    private static Row row(BuiltinOperator operator, int position, Domain domain) {
        return new Row(new Place(operator, position), domain);
    }
}
