package io.headrace.cli;

import io.headrace.run.Invocation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an invocation id from the command line. */
final class InvocationConverter implements ITypeConverter<Invocation> {
    @Override
    public Invocation convert(String text) {
        try {
            return new Invocation(text);
        } catch (IllegalArgumentException refused) {
            throw new TypeConversionException(refused.getMessage());
        }
    }
}
