package io.headrace.spec.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses every form of include: one file says everything about one job. */
final class NoIncludes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private static final Pattern INCLUDE = Pattern.compile("^\\s*include\\b.*");

    private final String text;

    NoIncludes(String text) {
        this.text = text;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return refuse(context);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return refuse(context);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refuse(context);
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refuse(context);
    }

    private ConfigObject refuse(ConfigIncludeContext context) {
        List<String> lines = text.lines().toList();
        int line = 1;
        while (line < lines.size() && !INCLUDE.matcher(lines.get(line - 1)).matches()) {
            line++;
        }
        String file = context.parseOptions().getOriginDescription();
        throw new ConfigException.Generic(file + ": " + line + ": include is not allowed, write the keys in this file");
    }
}
