// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What can be chosen for generated C.
 *
 * @param name the prefix of all names that users see; an identifier of C
 */
public record CSettings(
        String name,
        SumRounding rounding,
        Objective objective,
        ArenaPlace arena,
        Compression compression,
        Kernels kernels) {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private static final Set<String> KEYWORDS = Set.of(
            ("alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl concept const constexpr const_cast continue"
                            + " decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline"
                            + " int long main mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register"
                            + " reinterpret_cast requires restrict return short signed sizeof static static_assert static_cast struct switch template this"
                            + " thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq")
                    .split(" "));

    /** NAME.h would hide them. */
    private static final Set<String> HEADERS = Set.of(
            ("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbool stddef stdint"
                            + " stdio stdlib string tgmath threads time uchar wchar wctype arm_acle arm_nnfunctions emmintrin immintrin")
                    .split(" "));

    public CSettings {
        Objects.requireNonNull(rounding, "rounding");
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(compression, "compression");
        Objects.requireNonNull(kernels, "kernels");
        if (!isName(name)) {
            throw new CExportException("'" + name
                    + "' is no name for C: it needs a letter first, then letters, digits and _, and must not be a"
                    + " word of C or C++ or the name of one of their headers; choose another with --name");
        }
    }

    /** Whether C can call a model so. */
    public static boolean isName(String name) {
        return IDENTIFIER.matcher(name).matches() && !KEYWORDS.contains(name) && !HEADERS.contains(name);
    }

    /** A model of this name, rounded once, as small as possible, in a static array, with kernels of its own. */
    public static CSettings named(String name) {
        return new CSettings(
                name, SumRounding.SINGLE, Objective.FLASH, ArenaPlace.STATIC, Compression.AUTO, Kernels.PORTABLE);
    }

    /** The name in capital letters, for constants. */
    public String capitals() {
        return name.toUpperCase(Locale.ROOT);
    }

    /** A copy that rounds in this way. */
    public CSettings with(SumRounding other) {
        return new CSettings(name, other, objective, arena, compression, kernels);
    }

    /** A copy with this objective. */
    public CSettings with(Objective other) {
        return new CSettings(name, rounding, other, arena, compression, kernels);
    }

    /** A copy whose memory is there. */
    public CSettings with(ArenaPlace other) {
        return new CSettings(name, rounding, objective, other, compression, kernels);
    }

    /** A copy that stores weights so. */
    public CSettings with(Compression other) {
        return new CSettings(name, rounding, objective, arena, other, kernels);
    }

    /** A copy with these kernels. */
    public CSettings with(Kernels other) {
        return new CSettings(name, rounding, objective, arena, compression, other);
    }
}
