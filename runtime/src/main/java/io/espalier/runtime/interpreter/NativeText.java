// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.tensorflowlite.Init_Pointer_TfLiteOpaqueContext_BytePointer_long;
import org.bytedeco.tensorflowlite.TfLiteOpaqueContext;
import org.jspecify.annotations.Nullable;

/**
 * Formats a message of the runtime, which arrives as a C format and a {@code va_list}, with the C library's {@code vsnprintf}.
 *
 * <p>JavaCPP binds no such function, but calls any address through a function type. The one used here passes four words in the
 * order of {@code vsnprintf(char*, size_t, const char*, va_list)}; wherever a {@code va_list} travels as one word, that is the
 * same call. On other platforms the bare format has to do.
 */
final class NativeText {
    private static final int LONGEST = 4096;
    private static final Pattern BUILD_FOLDER = Pattern.compile("\\S*/(tensorflow/lite/)");
    private static final @Nullable Vsnprintf VSNPRINTF = Vsnprintf.find();

    private NativeText() {}

    /** @param arguments where the {@code va_list} lies */
    static String format(BytePointer format, Pointer arguments) {
        String text =
                VSNPRINTF == null ? format.getString(StandardCharsets.UTF_8) : VSNPRINTF.format(format, arguments);
        return BUILD_FOLDER.matcher(text).replaceAll("$1").strip();
    }

    private static final class Vsnprintf extends Init_Pointer_TfLiteOpaqueContext_BytePointer_long {
        private final boolean argumentsByReference;

        /** @param function the memory that holds the function's address; a pointer made of another keeps its memory alive */
        private Vsnprintf(PointerPointer<Pointer> function, boolean argumentsByReference) {
            super(function);
            this.argumentsByReference = argumentsByReference;
        }

        static @Nullable Vsnprintf find() {
            String platform = Loader.getPlatform();
            boolean oneWord = platform.equals("linux-x86_64")
                    || platform.equals("linux-arm64")
                    || platform.equals("macosx-x86_64")
                    || platform.equals("macosx-arm64");
            Pointer address = oneWord ? Loader.addressof("vsnprintf") : null;
            if (address == null) {
                return null;
            }
            PointerPointer<Pointer> function = new PointerPointer<>(1);
            function.put(address);
            return new Vsnprintf(function, platform.equals("linux-arm64"));
        }

        String format(BytePointer format, Pointer arguments) {
            try (BytePointer text = new BytePointer(LONGEST)) {
                // AAPCS64 passes the structure that is its va_list by reference; elsewhere va_list is itself a pointer
                long list = argumentsByReference
                        ? arguments.address()
                        : new PointerPointer<Pointer>(arguments).get().address();
                call(text, new Word(LONGEST), format, list);
                return text.limit(BytePointer.strlen(text)).getString(StandardCharsets.UTF_8);
            }
        }
    }

    /** A number in the place of a pointer. */
    private static final class Word extends TfLiteOpaqueContext {
        Word(long value) {
            super((Pointer) null);
            address = value;
        }
    }
}
