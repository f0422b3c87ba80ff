// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A canonical Huffman code whose words have at most 15 bits: Huffman, "A Method for the Construction of Minimum-Redundancy Codes", 1952, with lengths by
 * the package-merge algorithm of Larmore and Hirschberg, "A Fast Algorithm for Optimal Length-Limited Huffman Codes", 1990.
 *
 * @param lengths the bits of each word, shortest first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HuffmanCode(int[] lengths) {
    static final int LONGEST = 15;

    /** Bytes after the last word that C may look at. */
    static final int AHEAD = 2;

    private static final int WINDOW = 16;

    /** The best code for symbols that occur so often, the most frequent first; each at least once. */
    static HuffmanCode of(int[] counts) {
        if (counts.length == 1) {
            return new HuffmanCode(new int[] {1});
        }
        List<Packet> leaves = IntStream.range(0, counts.length)
                .mapToObj(symbol -> new Packet(counts[symbol], new int[] {symbol}))
                .sorted(Comparator.comparingLong(Packet::weight))
                .toList();
        List<Packet> packets = leaves;
        for (int level = 1; level < LONGEST; level++) {
            List<Packet> merged = new ArrayList<>(leaves);
            for (int pair = 0; pair + 1 < packets.size(); pair += 2) {
                merged.add(packets.get(pair).with(packets.get(pair + 1)));
            }
            merged.sort(Comparator.comparingLong(Packet::weight));
            packets = merged;
        }
        int[] lengths = new int[counts.length];
        packets.subList(0, 2 * counts.length - 2).forEach(packet -> {
            for (int symbol : packet.symbols()) {
                lengths[symbol]++;
            }
        });
        Arrays.sort(lengths);
        return new HuffmanCode(lengths);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Packet(long weight, int[] symbols) {
        Packet with(Packet other) {
            int[] both = Arrays.copyOf(symbols, symbols.length + other.symbols.length);
            System.arraycopy(other.symbols, 0, both, symbols.length, other.symbols.length);
            return new Packet(weight + other.weight, both);
        }
    }

    /** The words by their numbers. */
    int[] words() {
        int[] words = new int[lengths.length];
        int word = 0;
        for (int number = 0; number < lengths.length; number++) {
            if (number > 0) {
                word = (word + 1) << (lengths[number] - lengths[number - 1]);
            }
            words[number] = word;
        }
        return words;
    }

    /**
     * What C reads: the bits of the shortest word, and for each number of bits the last word, with ones to 16 bits, and what to add to a word for its
     * number, modulo 2^16.
     */
    int[] table() {
        int shortest = lengths[0];
        int longest = lengths[lengths.length - 1];
        int[] table = new int[1 + 2 * (longest - shortest + 1)];
        table[0] = shortest;
        int[] words = words();
        int number = 0;
        int end = 0;
        for (int bits = shortest; bits <= longest; bits++) {
            int at = 1 + 2 * (bits - shortest);
            int first = number < words.length && lengths[number] == bits ? words[number] : end >> (WINDOW - bits);
            table[at + 1] = (number - first) & 0xffff;
            while (number < words.length && lengths[number] == bits) {
                end = (words[number] + 1) << (WINDOW - bits);
                number++;
            }
            // Only bits that no word begins with are beyond the last one.
            table[at] = bits == longest ? 0xffff : Math.max(end - 1, 0);
        }
        return table;
    }

    /** The number of the word that comes next, as C finds it. */
    static int next(int[] table, BitReader reader) {
        int ahead = reader.ahead();
        int at = 1;
        int bits = table[0];
        while (ahead > table[at]) {
            at += 2;
            bits++;
        }
        reader.skip(bits);
        return ((ahead >> (WINDOW - bits)) + table[at + 1]) & 0xffff;
    }
}
