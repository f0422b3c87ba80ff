// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A canonical Huffman code of the values, whose table may be left out for values that are the rarer the larger they are; or two codes, of runs of zeros
 * and of the values after them.
 */
final class HuffmanPacker implements Packer {
    private static final int END = 0;
    private static final int LONG_RUN = 255;
    private static final int[] LONG_RUNS = {4, 8, 16, 32, 64, 128, 250};

    @Override
    public Optional<Packing> pack(Rows rows) {
        Stream<Packing> dense = Stream.of(Alphabet.ofFrequent(values(rows, true)), Alphabet.ofSmall(values(rows, true)))
                .map(alphabet -> packing(rows, alphabet, Optional.empty(), 0));
        Stream<Packing> sparse = rows.nonzero() == 0 || rows.nonzero() == rows.values().length
                ? Stream.empty()
                : Arrays.stream(LONG_RUNS)
                        .mapToObj(gap -> packing(
                                rows,
                                Alphabet.ofFrequent(values(rows, false)),
                                Optional.of(Alphabet.ofFrequent(runs(rows, gap))),
                                gap));
        return Stream.concat(dense, sparse).reduce((one, other) -> one.bytes() <= other.bytes() ? one : other);
    }

    /**
     * Symbols in the order of their words.
     *
     * @param isListed whether C needs a table of them
     */
    private record Alphabet(List<Integer> symbols, boolean isListed, HuffmanCode code, Map<Integer, Integer> numbers) {

        static Alphabet of(List<Integer> symbols, boolean isListed, Map<Integer, Integer> counts) {
            int[] ordered = symbols.stream()
                    .mapToInt(symbol -> counts.getOrDefault(symbol, 1))
                    .toArray();
            Map<Integer, Integer> numbers = new HashMap<>();
            symbols.forEach(symbol -> numbers.put(symbol, numbers.size()));
            return new Alphabet(symbols, isListed, HuffmanCode.of(ordered), numbers);
        }

        /** The most frequent first. */
        static Alphabet ofFrequent(Map<Integer, Integer> counts) {
            Comparator<Map.Entry<Integer, Integer>> order = Map.Entry.comparingByValue(Comparator.reverseOrder());
            List<Integer> symbols = counts.entrySet().stream()
                    .sorted(order.thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .toList();
            return of(symbols, true, counts);
        }

        /** 0, -1, 1, -2 and so on. */
        static Alphabet ofSmall(Map<Integer, Integer> counts) {
            int last = counts.keySet().stream().mapToInt(Alphabet::zigzag).max().orElse(0);
            return of(
                    IntStream.rangeClosed(0, last)
                            .mapToObj(number -> (number & 1) == 0 ? number / 2 : -(number / 2) - 1)
                            .toList(),
                    false,
                    counts);
        }

        private static int zigzag(int value) {
            return value >= 0 ? 2 * value : -2 * value - 1;
        }

        void write(int symbol, int[] words, BitWriter bits) {
            int number = Objects.requireNonNull(numbers.get(symbol));
            bits.write(words[number], code.lengths()[number]);
        }

        byte[] list() {
            byte[] list = new byte[isListed ? symbols.size() : 0];
            for (int number = 0; number < list.length; number++) {
                list[number] = symbols.get(number).byteValue();
            }
            return list;
        }
    }

    private static Map<Integer, Integer> values(Rows rows, boolean withZero) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (byte value : rows.values()) {
            if (withZero || value != 0) {
                counts.merge((int) value, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static Map<Integer, Integer> runs(Rows rows, int gap) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int row = 0; row < rows.count(); row++) {
            for (int run : runs(rows, row, gap)) {
                counts.merge(run, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** What comes before each value of a row. */
    private static List<Integer> runs(Rows rows, int row, int gap) {
        List<Integer> runs = new ArrayList<>();
        int run = 0;
        for (int position = 0; position < rows.length(); position++) {
            if (rows.get(row, position) == 0) {
                run++;
                continue;
            }
            for (; run >= gap; run -= gap) {
                runs.add(LONG_RUN);
            }
            runs.add(run + 1);
            run = 0;
        }
        if (run > 0) {
            runs.add(END);
        }
        return runs;
    }

    private static Packing packing(Rows rows, Alphabet values, Optional<Alphabet> runs, int gap) {
        BitWriter bits = new BitWriter();
        int[] words = values.code().words();
        int[] runWords = runs.map(alphabet -> alphabet.code().words()).orElse(new int[0]);
        for (int row = 0; row < rows.count(); row++) {
            if (runs.isEmpty()) {
                for (int position = 0; position < rows.length(); position++) {
                    values.write(rows.get(row, position), words, bits);
                }
                continue;
            }
            int position = 0;
            for (int run : runs(rows, row, gap)) {
                runs.get().write(run, runWords, bits);
                if (run == LONG_RUN) {
                    position += gap;
                } else if (run != END) {
                    position += run - 1;
                    values.write(rows.get(row, position++), words, bits);
                }
            }
        }
        return new Packing(
                Form.HUFFMAN,
                bits.toBytes(HuffmanCode.AHEAD),
                values.list(),
                values.code().table(),
                runs.map(alphabet -> alphabet.code().table()).orElse(new int[0]),
                runs.map(Alphabet::list).orElse(new byte[0]),
                0,
                gap,
                0);
    }

    @Override
    public Rows unpack(Packing packing, int rows, int length) {
        BitReader bits = new BitReader(packing.stored());
        byte[] values = new byte[rows * length];
        for (int row = 0; row < rows; row++) {
            int position = 0;
            while (position < length) {
                if (packing.runs().length > 0) {
                    int run = packing.runLengths()[HuffmanCode.next(packing.runs(), bits)] & 0xff;
                    if (run == END) {
                        break;
                    }
                    if (run == LONG_RUN) {
                        position += packing.gap();
                        continue;
                    }
                    position += run - 1;
                }
                int word = HuffmanCode.next(packing.code(), bits);
                values[row * length + position++] = packing.values().length > 0
                        ? packing.values()[word]
                        : (byte) ((word & 1) == 0 ? word / 2 : -(word / 2) - 1);
            }
        }
        return new Rows(values, rows);
    }
}
