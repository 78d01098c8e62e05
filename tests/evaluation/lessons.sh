# Print the corpora that a language is learnt from: never the sealed ones, nor the last validation.
cd "$(dirname "$0")" || exit 1
for folder in "$1"-development "$1"-validation "$1"-validation-2 "$1"-training*; do
    if [ -f "$folder/corpus.yaml" ]; then echo "$PWD/$folder"; fi
done
