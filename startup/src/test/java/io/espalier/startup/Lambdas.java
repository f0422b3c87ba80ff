// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lambdas of every kind, also of those that no one would write. */
@SuppressWarnings({"UnnecessaryLambda", "ReturnValueIgnored", "UnnecessaryMethodReference"})
public class Lambdas {
    private final String prefix;

    private interface Named {
        String name();

        default Supplier<String> loud() {
            return () -> shout(name());
        }

        private String shout(String text) {
            return text + "!";
        }
    }

    private static final class Inner {
        private static int twice(int value) {
            return 2 * value;
        }

        Function<Integer, Integer> doubled() {
            return value -> twice(value);
        }
    }

    /** A component of each kind. */
    private record Parts(
            boolean a,
            byte b,
            char c,
            short d,
            int e,
            long f,
            float g,
            double h,
            List<Integer> i,
            @Nullable String j) {
        static Parts of(double number, @Nullable String text) {
            return new Parts(true, (byte) 2, 'c', (short) 4, 5, 6L << 40, (float) number, number, List.of(1), text);
        }
    }

    private record Nothing() {}

    private Lambdas(String prefix) {
        this.prefix = prefix;
    }

    private String with(String text) {
        return prefix + text;
    }

    private static long wide(int a, long b, double c, byte d) {
        return a + b + (long) c + d;
    }

    /** What they compute. */
    public static List<String> results() {
        List<Object> results = new ArrayList<>();
        Lambdas here = new Lambdas("a");
        Function<String, String> bound = here::with;
        BiFunction<Lambdas, String, String> unbound = Lambdas::with;
        Function<String, Lambdas> constructor = Lambdas::new;
        IntFunction<String[]> array = String[]::new;
        Supplier<List<String>> list = ArrayList::new;
        Function<Integer, Integer> reference = Inner::twice;
        ToLongFunction<Integer> widened = Integer::intValue;
        IntToLongFunction widenedInt = Inner::twice;
        ToDoubleFunction<Long> fromLong = value -> value;
        DoubleUnaryOperator root = Math::sqrt;
        int seven = 7;
        long far = 1L << 40;
        double half = 0.5;
        byte small = 3;
        LongSupplier captured = () -> wide(seven, far, half, small);
        Function<Object, String> ofObject = String::valueOf;
        Function<int[], Object> copy = int[]::clone;
        Supplier<Boolean> boxed = here.prefix::isEmpty;
        Comparator<String> byLength = (Comparator<String> & Serializable) (a, b) -> a.length() - b.length();
        Named named = () -> "name";
        Runnable dropped = () -> results.add("ran");
        Runnable droppedWide = captured::getAsLong;
        Supplier<String> several = () -> here.with(seven + "" + far + half + small);
        Predicate<int[]> longer = numbers -> numbers.length > seven;
        Parts parts = Parts.of(Double.NaN, null);
        results.addAll(List.of(
                parts.equals(Parts.of(Double.NaN, null)),
                parts.equals(Parts.of(Double.NaN, "")),
                Parts.of(0.0, "x").equals(Parts.of(-0.0, "x")),
                parts.equals(new Nothing()),
                new Nothing().equals(new Nothing()),
                new Nothing().hashCode(),
                new Parts(false, (byte) -2, 'd', (short) -4, -5, -6, 7, 8, List.of(), "t").equals(parts),
                Parts.of(3, "text").hashCode()));
        dropped.run();
        droppedWide.run();
        results.addAll(List.of(
                bound.apply("b"),
                unbound.apply(here, "c"),
                constructor.apply("d").prefix,
                array.apply(2).length,
                list.get(),
                reference.apply(4),
                widened.applyAsLong(5),
                widenedInt.applyAsLong(6),
                fromLong.applyAsDouble(8L),
                root.applyAsDouble(2),
                captured.getAsLong(),
                ofObject.apply(9),
                ((int[]) copy.apply(new int[] {1, 2})).length,
                boxed.get(),
                byLength.compare("long", "l"),
                named.loud().get(),
                several.get(),
                longer.test(new int[8]),
                longer.negate().and(numbers -> numbers.length > 1).test(new int[1]),
                bound.andThen(text -> text + half).compose(String::trim).apply(" e "),
                new Inner().doubled().apply(10),
                IntStream.range(0, 4).mapToObj(i -> here.with("" + i)).toList()));
        return results.stream().map(String::valueOf).toList();
    }
}
