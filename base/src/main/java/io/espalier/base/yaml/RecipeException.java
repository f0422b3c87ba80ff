// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.yaml;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import io.espalier.base.EspalierException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recipe that cannot be understood. Says where, and what there is instead. */
public final class RecipeException extends EspalierException {
    private static final long serialVersionUID = 1;

    private static final int WHOLE = -1;

    private final @Nullable String key;
    private final int index;

    public RecipeException(String message) {
        super(Kind.BAD_INPUT, message);
        this.key = null;
        this.index = WHOLE;
    }

    private RecipeException(String key, int index, String message) {
        super(Kind.BAD_INPUT, message);
        this.key = key;
        this.index = index;
    }

    /** Of what stands at a key beside others; readers of files add its line. */
    public static RecipeException at(String key, String message) {
        return new RecipeException(key, WHOLE, message);
    }

    /** As {@link #at(String, String)}, of one entry, from 0, of a list at the key. */
    public static RecipeException at(String key, int index, String message) {
        return new RecipeException(key, index, message);
    }

    /** Where it is wrong, from the keys that are read together on; empty where it is not one place alone. */
    List<Reference> place() {
        List<Reference> place = new ArrayList<>();
        if (key != null) {
            place.add(new Reference(this, key));
        }
        if (index != WHOLE) {
            place.add(new Reference(this, index));
        }
        return place;
    }
}
