// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Operations that make tensors of known numbers, in the form of {@link OperationCalls}. A tensor whose first dimension is the batch is the same for
 * each example.
 */
final class KnownFills {
    private final LayerConfig config;
    private final OperationArguments arguments;
    private final KnownArguments known;

    KnownFills(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
        this.known = new KnownArguments(config, arguments);
    }

    /** The result of a function; empty if it is none of these. */
    Optional<KnownNumbers> compute(String function) {
        return Optional.ofNullable(
                switch (function) {
                    case "arange", "range" -> range();
                    case "band_part", "matrix_band_part" -> band();
                    case "broadcast_to" -> repeatedTo();
                    case "eye" -> eye();
                    case "fill", "full" -> filled();
                    case "ones" -> full(KnownNumber.of(1));
                    case "tile" -> repeated();
                    case "zeros" -> full(KnownNumber.of(0));
                    default -> null;
                });
    }

    private KnownNumbers range() {
        arguments.find("dtype");
        double first = known(known.single());
        boolean hasLimit = arguments.find("limit", "stop", "1").isPresent();
        double start = hasLimit ? first : 0;
        double limit = hasLimit ? known(known.named("limit", "stop", "1")) : first;
        double step = arguments.find("delta", "step", "2").isPresent() ? known(known.named("delta", "step", "2")) : 1;
        if (step == 0) {
            throw config.error("counts in steps of 0");
        }
        int size = (int) Math.max(0, Math.ceil((limit - start) / step));
        return KnownNumbers.of(
                KnownArguments.shape(List.of(size)),
                IntStream.range(0, size)
                        .mapToObj(i -> KnownNumber.of(start + i * step))
                        .toList());
    }

    private double known(KnownNumbers numbers) {
        return known.number(numbers).known("range");
    }

    private KnownNumbers full(KnownNumber number) {
        arguments.find("dtype", "1");
        arguments.find("layout");
        return full(known.dimensions(), number);
    }

    private KnownNumbers filled() {
        arguments.find("dtype");
        arguments.find("layout");
        arguments.find("index_type");
        return full(known.dimensions(), known.number(known.named("value", "fill_value", "1")));
    }

    private static KnownNumbers full(List<KnownNumber> dimensions, KnownNumber number) {
        KnownNumbers full = KnownNumbers.full(KnownArguments.withoutBatch(dimensions), number);
        return KnownArguments.startsWithBatch(dimensions) ? full.forEveryExample() : full;
    }

    private KnownNumbers eye() {
        arguments.find("dtype");
        int rows = (int) known(known.single());
        int columns = known.integer(rows, "num_columns", "M", "1");
        return KnownNumbers.of(
                KnownArguments.shape(List.of(rows, columns)),
                IntStream.range(0, rows * columns)
                        .mapToObj(i -> KnownNumber.of(i / columns == i % columns ? 1 : 0))
                        .toList());
    }

    private KnownNumbers band() {
        KnownNumbers from = known.ofRank(2);
        int below = known.integer(-1, "num_lower", "1");
        int above = known.integer(-1, "num_upper", "2");
        int rows = from.shape().dimension(-2);
        int columns = from.shape().dimension(-1);
        List<KnownNumber> numbers = new ArrayList<>(from.numbers());
        for (int i = 0; i < numbers.size(); i++) {
            int row = i / columns % rows;
            int column = i % columns;
            boolean isKept = (below < 0 || row - column <= below) && (above < 0 || column - row <= above);
            if (!isKept) {
                numbers.set(i, KnownNumber.of(0));
            }
        }
        return KnownNumbers.of(from.shape(), numbers);
    }

    private KnownNumbers repeatedTo() {
        List<KnownNumber> dimensions = known.named("shape", "1").numbers();
        KnownNumbers repeated = known.single().broadcast(KnownArguments.withoutBatch(dimensions));
        return KnownArguments.startsWithBatch(dimensions) ? repeated.forEveryExample() : repeated;
    }

    private KnownNumbers repeated() {
        List<KnownNumber> times = known.named("multiples", "repeats", "1").numbers();
        KnownNumbers from = known.single();
        boolean isForExamples = KnownArguments.startsWithBatch(times);
        if (times.size() != from.shape().rank()
                || (isForExamples && from.shape().dimension(0) != 1)) {
            throw new ModelException("repeats numbers of shape " + from.shape() + " "
                    + KnownNumbers.vector(times).text()
                    + " times; expected a number for each dimension, and 1 as the first dimension of what is repeated"
                    + " for each example");
        }
        Shape copies = KnownArguments.withoutBatch(times);
        Shape shape = KnownArguments.shape(IntStream.range(0, times.size())
                .mapToObj(axis -> from.shape().dimension(axis) * copies.dimension(axis))
                .toList());
        KnownNumbers repeated = from.pick(
                shape,
                place -> IntStream.range(0, place.length)
                        .map(axis -> place[axis] % from.shape().dimension(axis))
                        .toArray());
        return isForExamples ? repeated.forEveryExample() : repeated;
    }
}
