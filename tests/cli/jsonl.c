/* Checks and reads JSON lines for the command-line tests: a bare machine has no script language with JSON.
 *   jsonl keys KEY:TYPE… < lines     every line is an object with these keys; types s string, i integer, b boolean, a array, o
 * object; upper case: may be null. Prints the number of lines jsonl get PATH < lines           prints the value at a path
 * (`visits.0.id`) of each line; null, true and false as words */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(size_t line, const char *what) {
    fprintf(stderr, "line %zu: %s\n", line, what);
    return 1;
}

static int has_type(const json_t *v, char type) {
    if (!v)
        return 0;
    if (json_is_null(v))
        return type >= 'A' && type <= 'Z';
    switch (type | 0x20) {
    case 's':
        return json_is_string(v);
    case 'i':
        return json_is_integer(v);
    case 'b':
        return json_is_boolean(v);
    case 'a':
        return json_is_array(v);
    case 'o':
        return json_is_object(v);
    }
    return 0;
}

static int check_keys(const json_t *object, size_t line, char **keys) {
    char key[100];

    for (; *keys; keys++) {
        const char *colon = strchr(*keys, ':');

        snprintf(key, sizeof key, "%.*s", (int)(colon - *keys), *keys);
        if (!has_type(json_object_get(object, key), colon[1]))
            return fail(line, *keys);
    }
    return 0;
}

static int print_path(const json_t *v, size_t line, const char *path) {
    while (v && *path) {
        size_t len = strcspn(path, ".");
        char part[100];

        snprintf(part, sizeof part, "%.*s", (int)len, path);
        v = json_is_array(v) ? json_array_get(v, (size_t)atol(part)) : json_object_get(v, part);
        path += len + (path[len] == '.');
    }
    if (!v)
        return fail(line, "no such path");
    if (json_is_string(v)) {
        puts(json_string_value(v));
        return 0;
    }
    if (json_is_array(v)) {
        printf("%zu\n", json_array_size(v));
        return 0;
    }
    char *text = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
    puts(text ? text : "?");
    free(text);
    return 0;
}

int main(int argc, char **argv) {
    char *text = NULL;
    size_t room = 0, line = 0;
    ssize_t len;
    int bad = 0;

    if (argc < 3)
        return 2;
    while (!bad && (len = getline(&text, &room, stdin)) > 0) {
        json_t *v = json_loadb(text, (size_t)len, JSON_REJECT_DUPLICATES, NULL);

        line++;
        if (!json_is_object(v))
            bad = fail(line, "no JSON object");
        else
            bad = strcmp(argv[1], "keys") == 0 ? check_keys(v, line, argv + 2) : print_path(v, line, argv[2]);
        json_decref(v);
    }
    free(text);
    if (strcmp(argv[1], "keys") == 0 && !bad)
        printf("%zu\n", line);
    return bad;
}
